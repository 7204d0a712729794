// The order of a series in its picture, with its gaps.

import { describe, expect, it } from 'vitest';
import type { Entry } from '../../../src/catalogue/catalogue.ts';
import { slotsOf } from '../../../src/views/trend/slots.ts';

type Run = [ordinal: number, ref: string | null];

const entries = (runs: readonly Run[]) =>
  runs.map(([ordinal, ref]) => ({ id: `s-r${ordinal}`, ordinal, head: { ref, completed: ordinal } }) as Entry);

const told = (runs: readonly Run[], slots_max = 100) =>
  slotsOf(entries(runs), slots_max).map((slot) =>
    'entry' in slot
      ? `${slot.ref} r${slot.entry.ordinal}`
      : slot.gaps.map(({ from, to }) => (from === to ? `-${from}` : `-${from}..${to}`)).join(' '),
  );

describe('The places of a series', () => {
  it('are ordered by version, and within a version by number', () => {
    expect(
      told([
        [1, 'v0.6.0'],
        [2, 'v0.6.2'],
        [3, 'v0.6.10'],
        [4, 'v0.6.0'],
        [5, 'v0.6.10'],
      ]),
    ).toEqual(['v0.6.0 r1', 'v0.6.0 r4', 'v0.6.2 r2', 'v0.6.10 r3', 'v0.6.10 r5']);
  });

  it('leave a gap only where a number is missing altogether', () => {
    expect(
      told([
        [1, 'v1.0'],
        [2, 'v1.1'],
        [3, 'v1.0'],
      ]),
    ).toEqual(['v1.0 r1', 'v1.0 r3', 'v1.1 r2']);
    expect(
      told([
        [1, 'v1.0'],
        [4, 'v1.0'],
      ]),
    ).toEqual(['v1.0 r1', '-2..3', 'v1.0 r4']);
    expect(
      told([
        [1, 'v1.0'],
        [3, 'v1.1'],
        [5, 'v1.0'],
      ]),
    ).toEqual(['v1.0 r1', '-2 -4', 'v1.0 r5', 'v1.1 r3']);
    expect(
      told([
        [2, 'v1.0'],
        [5, 'v1.1'],
      ]),
    ).toEqual(['v1.0 r2', '-3..4', 'v1.1 r5']);
  });

  it('begin with the first campaign: what came before it is no gap between two', () => {
    expect(told([[19, 'v1.0']])).toEqual(['v1.0 r19']);
  });

  it('are the last ones where there is room for no more, gaps counted', () => {
    expect(
      told(
        [
          [1, 'v1.0'],
          [2, 'v1.0'],
          [5, 'v1.0'],
          [6, 'v1.0'],
        ],
        3,
      ),
    ).toEqual(['-3..4', 'v1.0 r5', 'v1.0 r6']);
  });

  it('have a place for a campaign that names no ref', () => {
    expect(
      told([
        [1, null],
        [2, null],
      ]),
    ).toEqual(['no ref r1', 'no ref r2']);
  });
});
