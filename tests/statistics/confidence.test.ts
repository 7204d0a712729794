import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cleanWritesNeeded, proportionLower, proportionUpper } from '../../src/statistics/confidence.ts';

describe('Clopper-Pearson limits', () => {
  test('after 50 clean cycles the failure rate is at most 0.058 at 95 %', () => {
    expect(proportionUpper(0, 50)).toBeCloseTo(0.0582, 4);
  });

  test('match the closed form where every trial succeeded', () => {
    expect(proportionLower(5000, 5000)).toBeCloseTo(0.05 ** (1 / 5000), 9);
  });

  test('match published values for 1 event in 10 (two-sided 90 %: 0.0051 to 0.3942)', () => {
    expect(proportionLower(1, 10)).toBeCloseTo(0.0051, 4);
    expect(proportionUpper(1, 10)).toBeCloseTo(0.3942, 4);
  });

  test('show nothing where nothing was tried', () => {
    expect(proportionLower(0, 0)).toBeNull();
    expect(proportionUpper(0, 0)).toBeNull();
  });

  test('reach 0 and 1 at the edges', () => {
    expect(proportionLower(0, 10)).toBe(0);
    expect(proportionUpper(10, 10)).toBe(1);
  });

  test('refuse counts that cannot be', () => {
    expect(() => proportionLower(11, 10)).toThrow(RangeError);
    expect(() => proportionLower(-1, 10)).toThrow(RangeError);
    expect(() => proportionLower(0.5, 10)).toThrow(RangeError);
    expect(() => proportionUpper(1, 10, 1)).toThrow(RangeError);
  });

  test('enclose the observed share, and mirror each other', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 3000 }), fc.nat(3000), (trials, hits) => {
        const k = Math.min(hits, trials);
        const low = proportionLower(k, trials) ?? Number.NaN;
        const high = proportionUpper(k, trials) ?? Number.NaN;
        expect(low).toBeLessThanOrEqual(k / trials);
        expect(high).toBeGreaterThanOrEqual(k / trials);
        expect(low).toBeCloseTo(1 - (proportionUpper(trials - k, trials) ?? Number.NaN), 6);
      }),
      { numRuns: 60 },
    );
  });
});

describe('clean writes needed', () => {
  test('598 for the bound of 0.995', () => {
    expect(cleanWritesNeeded(0.995, 0.95)).toBe(598);
  });

  test('is the first number whose lower limit reaches the bound', () => {
    for (const bound of [0.9, 0.99, 0.995, 0.999]) {
      const needed = cleanWritesNeeded(bound);
      expect(proportionLower(needed, needed)).toBeGreaterThanOrEqual(bound);
      expect(proportionLower(needed - 1, needed - 1)).toBeLessThan(bound);
    }
  });
});
