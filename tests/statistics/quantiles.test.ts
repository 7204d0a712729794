import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { quantile, quantiles } from '../../src/statistics/quantiles.ts';

describe('quantiles', () => {
  test('of nothing are nothing', () => {
    expect(quantiles([])).toBeNull();
  });

  test('are values that were measured, by nearest rank', () => {
    const hundred = Array.from({ length: 100 }, (_, i) => 100 - i);
    expect(quantiles(hundred)).toEqual({ p50: 50, p95: 95, p99: 99, max: 100 });
    expect(quantiles([7])).toEqual({ p50: 7, p95: 7, p99: 7, max: 7 });
  });

  test('refuse what has no quantile', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantile([1], 2)).toThrow(RangeError);
    expect(() => quantile([Number.NaN], 0.5)).toThrow(RangeError);
  });

  test('at least that share of the values does not exceed a quantile', () => {
    fc.assert(
      fc.property(
        fc.array(fc.integer(), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, share) => {
          const q = quantile(values, share);
          expect(values).toContain(q);
          expect(values.filter((v) => v <= q).length / values.length).toBeGreaterThanOrEqual(share - 1e-12);
        },
      ),
    );
  });
});
