import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { leastOf, measure, rateOf } from '../../src/shrink/measure.ts';

const measured = async (answers: readonly boolean[], least_rate: number, at_once = 1) => {
  let asked = 0;
  const trial = async () => (answers[asked++] ? { reproduction: 'seen' } : { reproduction: null, reason: 'nothing' });
  return { ...(await measure('schedule', answers.length, { trial, at_once, least_rate })), asked };
};

describe('how often a schedule reproduces', () => {
  test('it is kept exactly where the least rate is reached over all trials', async () => {
    const answers = fc.array(fc.boolean(), { minLength: 1, maxLength: 20 });
    const rate = fc.integer({ min: 1, max: 20 }).map((n) => n / 20);
    await fc.assert(
      fc.asyncProperty(answers, rate, fc.integer({ min: 1, max: 3 }), async (of, least_rate, at_once) => {
        const { kept, trials, reproduced, asked, lower95, upper95 } = await measured(of, least_rate, at_once);
        const share = of.filter(Boolean).length / of.length;
        expect(kept).toBe(share > 0 && share >= least_rate - 1e-9);
        expect(reproduced).toBe(of.slice(0, asked).filter(Boolean).length);
        expect(trials).toBe(asked);
        expect(kept ? asked : of.length).toBe(of.length);
        expect(lower95).toBeLessThanOrEqual(reproduced / trials);
        expect(upper95).toBeGreaterThanOrEqual(reproduced / trials);
      }),
    );
  });

  test('trials end once the least rate is out of reach', async () => {
    expect(await measured([false, false, true, true, true], 0.8)).toMatchObject({ asked: 2, trials: 2, kept: false });
    expect(await measured([false, true, true, true, true], 0.8)).toMatchObject({ asked: 5, reproduced: 4, kept: true });
  });

  test('four of five is what 0.8 asks for, and a rate of nearly nothing still asks for one', () => {
    expect([leastOf(5, 0.8), leastOf(10, 0.8), leastOf(5, 1), leastOf(5, 0.001)]).toEqual([4, 8, 5, 1]);
  });

  test('five of five proves no more than 0.478, at 95 % on both sides', () => {
    const { lower95, upper95 } = rateOf(5, 5);
    expect(lower95).toBeCloseTo(0.4782, 4);
    expect(upper95).toBe(1);
    expect(rateOf(0, 0)).toEqual({ trials: 0, reproduced: 0, lower95: null, upper95: null });
  });
});
