// A series by its numbers, with its gaps.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Entry } from '../../src/catalogue/catalogue.ts';
import { withGaps } from '../../src/catalogue/series.ts';

const entries = (...ordinals: number[]) => ordinals.map((ordinal) => ({ id: `s-r${ordinal}`, ordinal }) as Entry);
const told = (...ordinals: number[]) =>
  withGaps(entries(...ordinals)).map((place) => ('entry' in place ? place.entry.ordinal : `${place.from}-${place.to}`));

describe('The gaps of a series', () => {
  it('stand at their place, each once however long it is', () => {
    expect(told(1, 2, 5, 19)).toEqual([1, 2, '3-4', 5, '6-18', 19]);
    expect(told(19)).toEqual(['1-18', 19]);
    expect(told(1, 2)).toEqual([1, 2]);
    expect(told()).toEqual([]);
  });

  it('and the campaigns cover every number up to the last once', () => {
    const ordinals = fc.uniqueArray(fc.integer({ min: 1, max: 200 }), { minLength: 1 });
    fc.assert(
      fc.property(ordinals, (given) => {
        const sorted = given.toSorted((a, b) => a - b);
        const numbers = withGaps(entries(...sorted)).flatMap((place) =>
          'entry' in place
            ? [place.entry.ordinal]
            : Array.from({ length: place.to - place.from + 1 }, (_, index) => place.from + index),
        );
        expect(numbers).toEqual(Array.from({ length: sorted.at(-1) ?? 0 }, (_, index) => index + 1));
      }),
    );
  });
});
