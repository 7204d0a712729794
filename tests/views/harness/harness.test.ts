// The page about the harness itself, from the scoreboard that is kept with the project.

import { describe, expect, it } from 'vitest';
import type { Power } from '../../../src/contract/scoreboard.ts';
import { harnessPage } from '../../../src/views/harness/harness.ts';
import { percent, powerView } from '../../../src/views/harness/power.ts';

describe('the scoreboard that is kept', () => {
  const view = harnessPage();

  it('has thirty defects at least, eight saboteurs and twenty controls', () => {
    expect(view.defects.rows.length).toBeGreaterThanOrEqual(30);
    expect(view.saboteurs.rows.length).toBe(8);
    expect(view.controls.rows.length).toBe(20);
  });

  it('lets at most two escape, each with its reason, and no control fails', () => {
    expect(view.escapes.length).toBeLessThanOrEqual(2);
    for (const { because } of view.escapes) expect(because.length).toBeGreaterThan(20);
    expect(view.controls.rows.filter(({ mark }) => mark?.tone !== 'pass')).toEqual([]);
  });
});

describe('the power', () => {
  const power: Power = {
    campaign: 'skerry-gate-r1',
    acked: 20_000,
    rates: [{ rate: 1e-4, trials: 100, seen: 86, lower95: 0.79, upper95: 0.92, theory: 0.8647 }],
  };

  it('is said in words with its interval, its trials and the theory', () => {
    expect(powerView(power).sentences).toEqual([
      'A defect that keeps one acked write in 10,000 from a node would have been seen with 86 %, 79 % to 92 % in 100 trials; by theory 86.4 %.',
    ]);
  });

  it('is drawn where its axes say', () => {
    const { points, rules, ticks } = powerView(power);
    const at = (label: string) => ticks.find((tick) => tick.label === label)?.x;
    expect(points[0]?.x).toBe(at('1 in 10,000'));
    expect(points[0]?.y).toBeGreaterThan(rules.find(({ label }) => label === '100 %')?.y ?? 0);
    expect(points[0]?.y).toBeLessThan(rules.find(({ label }) => label === '50 %')?.y ?? 0);
  });

  it('is never rounded up', () => {
    expect([percent(0.9999), percent(1), percent(0.28999999)]).toEqual(['99.9 %', '100 %', '28.9 %']);
  });
});
