// How rare a defect may be: on the histories of a gate that is kept with the project.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { measurePower, RATES } from '../../src/scoreboard/power.ts';

const CAMPAIGNS = join(import.meta.dirname, '../../campaigns');

test('is what the theory says, within its interval', { timeout: 120_000 }, () => {
  const { acked, rates } = measurePower(CAMPAIGNS, 'reference-v0.1.0-gate-r4', 200, 7);
  expect(acked).toBeGreaterThan(20_000);
  expect(rates.map(({ rate }) => rate)).toEqual(RATES);
  for (const { seen, trials, lower95, upper95, theory } of rates) {
    expect([seen / trials >= lower95, seen / trials <= upper95]).toEqual([true, true]);
    // four standard deviations: the seed is fixed, so this does not depend on chance
    expect(Math.abs(seen / trials - theory)).toBeLessThan(4 * Math.sqrt(0.25 / trials));
  }
});

test('cannot be measured on a campaign in which something was found, or that has no histories', {
  timeout: 120_000,
}, () => {
  expect(() => measurePower(CAMPAIGNS, 'ai-memory-gate-r4', 1, 1)).toThrow('expected cycles in which nothing is found');
  expect(() => measurePower(CAMPAIGNS, 'v0.6.0.0-final-r19', 1, 1)).toThrow('v0.6.0.0-final-r19');
});
