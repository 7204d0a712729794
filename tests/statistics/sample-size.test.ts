import { describe, expect, it } from 'vitest';
import { proportionLower } from '../../src/statistics/confidence.ts';
import { trialsNeeded } from '../../src/statistics/sample-size.ts';

describe('how many trials a claim takes', () => {
  it('is the closed form where nothing failed', () => {
    expect([0.99, 0.995, 0.999].map((bound) => trialsNeeded(bound, 0))).toEqual([299, 598, 2995]);
  });

  it.each([0.5, 0.9, 0.99, 0.995, 0.999])('is the first number at which the lower limit reaches %s', (bound) => {
    for (const failures of [0, 1, 2, 7]) {
      const trials = trialsNeeded(bound, failures);
      expect(proportionLower(trials - failures, trials)).toBeGreaterThanOrEqual(bound);
      expect(proportionLower(trials - 1 - failures, trials - 1) ?? 0).toBeLessThan(bound);
    }
  });

  it('refuses a number of failures that is none', () => {
    expect(() => trialsNeeded(0.99, -1)).toThrow(RangeError);
    expect(() => trialsNeeded(0.99, 0.5)).toThrow(RangeError);
    expect(() => trialsNeeded(1, 0)).toThrow(RangeError);
  });
});
