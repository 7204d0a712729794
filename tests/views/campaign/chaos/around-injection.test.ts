// All cycles of a class laid upon each other at the injection: what is counted where, and what is left out.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelOf, rulesOf } from '../../../../src/history/model.ts';
import type { HistoryOp } from '../../../../src/history/ops.ts';
import { aroundInjection } from '../../../../src/views/campaign/chaos/around-injection.ts';
import { healing, injected, invoke, ok } from '../../../checkers/literal-history.ts';

const MS = 1e6;

interface Sent {
  from: number;
  took: number;
  type?: 'ok' | 'fail' | 'info';
}

/** A cycle whose fault holds at `holds` and begins to heal at `heals`; times in milliseconds. */
function cycle(holds: number | null, heals: number, ...sent: Sent[]) {
  const timed: [number, object][] = sent.flatMap(({ from, took, type = 'ok' }, index) => {
    const key = `w${index}`;
    const end = type === 'ok' ? ok(key) : { process: 0, f: 'write', type, value: { key }, error: 'timeout' };
    return [[from, invoke(key)] as [number, object], [from + took, end] as [number, object]];
  });
  if (holds !== null) timed.push([holds, injected()], [heals, healing]);
  const ops = timed
    .toSorted(([x], [y]) => x - y)
    .map(([ms, op], index) => ({ index, cycle: 1, time_ns: ms * MS, ...op }) as unknown as HistoryOp);
  return { ops, model: modelOf(ops, rulesOf(2, 400)) };
}

describe('the cycles of a class around the injection', () => {
  test('are nothing where no fault held, or nothing was answered', () => {
    expect(aroundInjection([])).toBeNull();
    expect(aroundInjection([cycle(null, 0, { from: 1, took: 2 })])).toBeNull();
    expect(aroundInjection([cycle(10, 20)])).toBeNull();
  });

  test('count an answer at the time at which it came, from the moment at which the fault of its cycle held', () => {
    const found = aroundInjection([
      cycle(1_000, 2_000, { from: 940, took: 10 }, { from: 1_110, took: 40 }),
      cycle(50_000, 51_000, { from: 49_940, took: 20 }, { from: 50_100, took: 60, type: 'fail' }),
    ]);
    expect(found).toMatchObject({ cycles: 2, writes: 4, step_ms: 100, beyond: 0 });
    expect(found?.steps.map(({ from_ms }) => from_ms)).toEqual([-100, 0, 100]);
    expect(found?.steps[0]?.acked).toEqual({ p5: 10, p50: 10, p95: 20 });
    expect(found?.steps[0]?.acked_per_100ms).toBe(1);
    expect(found?.steps[1]).toMatchObject({ acked: null, acked_per_100ms: 0 });
    expect(found?.steps[2]).toMatchObject({ acked: { p50: 40 }, refused_ms: 60, acked_per_100ms: 0.5 });
  });

  test('are taken apart before the fault, while it held, and after its heal began', () => {
    const sent = [
      { from: 0, took: 5 },
      { from: 20, took: 5, type: 'info' as const },
      { from: 200, took: 7 },
    ];
    const found = aroundInjection([cycle(10, 100, ...sent)]);
    expect(found?.parts.map(({ acked, unknown }) => [acked, unknown])).toEqual([
      [1, 0],
      [0, 1],
      [1, 0],
    ]);
    expect(found?.marks).toEqual([{ name: 'heal', least_ms: 90, median_ms: 90, most_ms: 90 }]);
  });

  test('make a picture of bounded size that loses no answer without saying so', () => {
    const sent = fc.record({ from: fc.integer({ min: 0, max: 900_000 }), took: fc.integer({ min: 0, max: 90_000 }) });
    fc.assert(
      fc.property(
        fc.array(sent, { minLength: 1, maxLength: 40 }),
        fc.integer({ min: 0, max: 900_000 }),
        (all, holds) => {
          const found = aroundInjection([cycle(holds, holds + 500, ...all)]);
          expect(found?.steps.length).toBeLessThanOrEqual(81);
          expect(found?.writes).toBe(all.length);
          expect(found?.parts.reduce((sum, { acked }) => sum + acked, 0)).toBe(all.length);
          const shown =
            found?.steps.reduce((sum, step) => sum + ((step.acked_per_100ms ?? 0) * (found?.step_ms ?? 0)) / 100, 0) ??
            0;
          expect(Math.round(shown) + (found?.beyond ?? 0)).toBe(all.length);
        },
      ),
    );
  });
});
