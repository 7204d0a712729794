// The picture of all cycles around the injection: every mark inside its frame, nothing drawn where nothing happened.

import { describe, expect, it } from 'vitest';
import type { Around, Step } from '../../../../src/views/campaign/chaos/around-injection.ts';
import { pulseView } from '../../../../src/views/campaign/chaos/pulse.ts';

const step = (from_ms: number, more: Partial<Step> = {}): Step => ({
  from_ms,
  acked_per_100ms: null,
  acked: null,
  refused_ms: null,
  unknown_ms: null,
  ...more,
});
const part = (name: Around['parts'][number]['name'], acked: number) => ({
  name,
  acked,
  refused: 2,
  unknown: 0,
  acked_ms: acked > 0 ? { p5: 3, p50: 12.4, p95: 400 } : null,
});

const AROUND: Around = {
  cycles: 50,
  writes: 1_250,
  step_ms: 100,
  steps: [
    step(-100, { acked: { p5: 3, p50: 12, p95: 80 }, acked_per_100ms: 7 }),
    step(0, { acked: { p5: 9, p50: 40, p95: 400 }, acked_per_100ms: 3, refused_ms: 420 }),
    step(100, { unknown_ms: 2_000, acked_per_100ms: 0 }),
  ],
  marks: [{ name: 'heal', least_ms: 120, median_ms: 150, most_ms: 900 }],
  parts: [part('before', 700), part('while it held', 548), part('after the heal began', 0)],
  beyond: 3,
};

describe('the picture around the injection', () => {
  const view = pulseView(AROUND, 'skew');

  it('says in one sentence what is shown, and what is not', () => {
    expect(view.sentence).toBe(
      'All 50 cycles of skew, laid upon each other at the moment at which the fault began to hold: 1,250 answers in steps of 100 ms, each at the time at which it came. 3 answers came earlier or later than the picture shows.',
    );
  });

  it('has a box and a median for each step in which writes were acked, and a bar where there were any', () => {
    expect(view.band.match(/M/g)).toHaveLength(2);
    expect(view.median.match(/M/g)).toHaveLength(2);
    expect(view.bars.match(/M/g)).toHaveLength(2);
    expect(view.refused.match(/M/g)).toHaveLength(1);
    expect(view.unknown.match(/M/g)).toHaveLength(1);
  });

  it('stays inside its frame: a mark beyond the picture ends at its edge, without an end', () => {
    const numbers = [...`${view.band}${view.median}${view.bars}${view.zero}`.matchAll(/[MV](\d+)/g)].map(([, at]) =>
      Number(at),
    );
    expect(Math.max(...numbers)).toBeLessThanOrEqual(view.width);
    expect(view.marks[0]?.line.match(/v6/g)).toHaveLength(1);
    expect(view.marks[0]?.text.words).toBe('the heal begins after 120 to 900 ms, median 150');
  });

  it('has a scale of powers of ten, and a zero at the injection', () => {
    expect(view.panels[0]?.rules.map(({ label }) => label)).toEqual(['1', '10', '100', '1,000', '10,000']);
    expect(view.axis.ticks.map(({ label }) => label)).toEqual(['−100', '−50', '0', '50', '100', '150', '200']);
  });

  it('says the same in words and in a table', () => {
    expect(view.description).toContain(
      'Before the fault: 700 acked, half of them within 12 milliseconds and 95 % within 400, 2 refused',
    );
    expect(view.ledger.rows.map(({ head, cells }) => [head, cells[0]?.text, cells[2]?.text])).toEqual([
      ['before the fault', '700', '12'],
      ['while it held', '548', '12'],
      ['after the heal began', '0', 'none'],
    ]);
  });
});
