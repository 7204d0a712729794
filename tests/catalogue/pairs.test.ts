// Which comparisons a build writes.

import { describe, expect, it } from 'vitest';
import type { Catalogue, Entry } from '../../src/catalogue/catalogue.ts';
import { comparedWith, WRITTEN_PAIRS_MAX, writtenPairs } from '../../src/catalogue/pairs.ts';
import { compareHref } from '../../src/views/compare/address.ts';
import { catalogueOf } from '../fixtures/releases.ts';

const keys = (catalogue: Catalogue) => [...writtenPairs(catalogue).keys()];
const entry = (catalogue: Catalogue, id: string): Entry => {
  const found = catalogue.byId.get(id);
  if (!found) throw new Error(`no campaign ${id}`);
  return found;
};

describe('The pairs that a build compares', () => {
  it('are neighbours in a series across its gaps, and the newest of two releases in a row', () => {
    const catalogue = catalogueOf({
      'quay-r1': { month: 1, ref: 'v1.0.0' },
      'quay-r3': { month: 2, ref: 'v1.0.0' },
      'reef-r1': { month: 3, ref: 'v1.1.0' },
    });
    expect(keys(catalogue)).toEqual(['quay-r3 reef-r1', 'quay-r1 quay-r3']);
    expect(comparedWith(catalogue, entry(catalogue, 'quay-r3'))?.id).toBe('quay-r1');
    expect(comparedWith(catalogue, entry(catalogue, 'reef-r1'))?.id).toBe('quay-r3');
    expect(comparedWith(catalogue, entry(catalogue, 'quay-r1'))).toBeNull();
  });

  it('stay as many as a build can write in a moment, the newest of them; the rest is compared in the browser', () => {
    const one = catalogueOf({ 'quay-r1': { month: 1 } });
    const [first] = one.entries;
    if (!first) throw new Error('expected a campaign');
    const many = Array.from({ length: WRITTEN_PAIRS_MAX + 50 }, (_, index): Entry => {
      const ordinal = WRITTEN_PAIRS_MAX + 50 - index;
      return { ...first, id: `quay-r${ordinal}`, ordinal };
    });
    const catalogue = { ...one, entries: many, byId: new Map(many.map((each) => [each.id, each])) };
    expect(keys(catalogue)).toHaveLength(WRITTEN_PAIRS_MAX);
    expect(keys(catalogue)[0]).toBe(`quay-r${WRITTEN_PAIRS_MAX + 49} quay-r${WRITTEN_PAIRS_MAX + 50}`);
    const pair = { before: entry(catalogue, 'quay-r1'), after: entry(catalogue, 'quay-r2') };
    expect(compareHref(catalogue, pair)).toBe('/compare/?a=quay-r1&b=quay-r2');
  });

  it('hold none that was made on this machine', () => {
    const catalogue = catalogueOf({ 'local-x-r1': { month: 1 }, 'local-x-r2': { month: 2 } });
    expect(keys(catalogue)).toEqual([]);
  });
});
