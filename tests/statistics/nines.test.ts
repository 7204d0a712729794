// A share by how rarely it fails.

import { describe, expect, it } from 'vitest';
import { ninesOf } from '../../src/statistics/nines.ts';

describe('The nines of a share', () => {
  it('are one for 0.9, two for 0.99, three for 0.999', () => {
    for (const [share, nines] of [
      [0.9, 1],
      [0.99, 2],
      [0.999, 3],
    ] as const)
      expect(ninesOf(share)).toBeCloseTo(nines, 9);
  });

  it('have no end where nothing fails, and there are none of what is no share', () => {
    expect([ninesOf(1), ninesOf(0), ninesOf(-1), ninesOf(Number.NaN)]).toEqual([Number.POSITIVE_INFINITY, 0, 0, 0]);
  });
});
