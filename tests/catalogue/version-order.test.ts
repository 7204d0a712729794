// Which release of a subject is the newer one.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newestFirst } from '../../src/catalogue/version-order.ts';

const order = (...refs: [string, number | null][]) =>
  newestFirst(refs.map(([ref, first_ms]) => ({ ref, first_ms }))).map(({ ref }) => ref);

describe('The order of releases', () => {
  it('is that of their versions, whenever they were measured', () => {
    expect(order(['v0.6.10', 1], ['v0.6.9', 9], ['release/v0.6.0', 5], ['v0.7.0-rc.2', 2], ['v0.7.0', 1])).toEqual([
      'v0.7.0',
      'v0.7.0-rc.2',
      'v0.6.10',
      'v0.6.9',
      'release/v0.6.0',
    ]);
  });

  it('is that of their first campaigns where one of them names no version, or two name the same', () => {
    expect(order(['v9.0.0', 1], ['main', 3], ['v1.0.0', 2])).toEqual(['main', 'v1.0.0', 'v9.0.0']);
    expect(order(['release/v0.6.0', 1], ['v0.6.0', 2])).toEqual(['v0.6.0', 'release/v0.6.0']);
    expect(order(['a', null], ['b', 1])).toEqual(['b', 'a']);
  });

  it('is the same from whatever order they come in, and loses none', () => {
    const ref = fc.oneof(fc.string(), fc.stringMatching(/^v\d{1,3}\.\d{1,3}(\.\d{1,3})?(-rc\.\d)?$/));
    const release = fc.record({ ref, first_ms: fc.option(fc.integer({ min: 0, max: 5 })) });
    fc.assert(
      fc.property(fc.uniqueArray(release, { selector: (one) => one.ref, maxLength: 8 }), fc.gen(), (releases, g) => {
        const shuffled = g(() => fc.shuffledSubarray(releases, { minLength: releases.length }));
        expect(newestFirst(shuffled).map((one) => one.ref)).toEqual(newestFirst(releases).map((one) => one.ref));
        expect(newestFirst(releases)).toHaveLength(releases.length);
      }),
    );
  });
});
