import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { median, spread } from '../../src/statistics/robust.ts';

const values = fc.array(fc.double({ min: -1e6, max: 1e6, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('A median', () => {
  test.each([
    [[], null],
    [[3], 3],
    [[9, 1, 5], 5],
    [[1, 2, 10, 11], 6],
  ] as const)('of %j is %j', (given, expected) => {
    expect(median(given)).toBe(expected);
  });

  test('has at most half of the values on each side', () => {
    fc.assert(
      fc.property(values, (given) => {
        const middle = median(given) ?? Number.NaN;
        expect(given.filter((value) => value < middle).length).toBeLessThanOrEqual(given.length / 2);
        expect(given.filter((value) => value > middle).length).toBeLessThanOrEqual(given.length / 2);
      }),
    );
  });
});

describe('A spread', () => {
  test('is the scaled median of the deviations, and of no values none', () => {
    expect(spread([])).toBeNull();
    expect(spread([1, 1, 2, 2, 4, 6, 9])).toBeCloseTo(1.4826);
  });

  test('is not moved by one value, however odd', () => {
    const others = [10, 11, 12, 13, 14, 15, 16];
    expect(spread([...others, 1e9])).toBeLessThan(5);
  });
});
