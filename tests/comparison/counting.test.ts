// The established arithmetic, with all that is wrong with it, on tiny literals.

import { describe, expect, test } from 'vitest';
import { countedBound } from '../../src/comparison/counting.ts';

const cycle = (acked: number, ...listed: (number | null)[]) => ({ acked, listed });

describe('the bound as the established harness counts it', () => {
  test('is 0.2 where a perfect cluster lists 20 of 100 rows', () => {
    expect(countedBound([cycle(100, 20, 20), cycle(100, 20, 20)])).toBe(0.2);
  });

  test('is 1 where no cycle has more rows than one list holds', () => {
    expect(countedBound([cycle(20, 20, 20), cycle(3, 3, 3)])).toBe(1);
  });

  test('takes the shorter of the two lists', () => {
    expect(countedBound([cycle(10, 10, 4)])).toBe(0.4);
  });

  test('is 1 where nothing was acked in any cycle', () => {
    expect(countedBound([cycle(0, 0, 0), cycle(0, null, null)])).toBe(1);
    expect(countedBound([])).toBe(1);
  });

  test('counts a list that was not answered as no rows', () => {
    expect(countedBound([cycle(10, 10, null), cycle(10, 10, 10)])).toBe(0.5);
  });

  test('lets the surplus of one cycle hide the loss of another', () => {
    expect(countedBound([cycle(3, 0, 0), cycle(3, 6, 6)])).toBe(1);
  });

  test('exceeds 1 where rows of earlier cycles are listed again, as in 943 of 150', () => {
    const cycles = Array.from({ length: 50 }, (_, i) => Math.min(3 * (i + 1), 20)).map((rows) => cycle(3, rows, rows));
    expect(countedBound(cycles)).toBe(6.286);
  });

  test('cuts the third digit and never rounds it up', () => {
    expect(countedBound([cycle(3, 2, 2)])).toBe(0.666);
    expect(countedBound([cycle(10_000, 9_949, 9_949)])).toBe(0.994);
  });
});
