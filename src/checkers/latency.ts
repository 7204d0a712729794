// How fast a cycle's definite answers came, and how many writes were acked a second: before the fault and inside it.

import type { Cycle, Pace } from '../contract/artifacts.ts';
import { type CycleModel, isAnswered, type Write } from '../history/model.ts';
import { inMs } from '../history/ops.ts';
import { quantiles } from '../statistics/quantiles.ts';

const MS_PER_SECOND = 1_000;

export function latencyOf({ writes: all, fault }: CycleModel): NonNullable<Cycle['latency']> {
  // one request for many rows takes as long as all of them
  const writes = all.filter(({ isOfMany }) => !isOfMany);
  const from = fault?.holds_ns ?? Number.POSITIVE_INFINITY;
  const to = fault?.healing_ns ?? Number.POSITIVE_INFINITY;
  return {
    before: paceOf(writes.filter(({ invoked_ns }) => invoked_ns < from)),
    while_it_held: paceOf(writes.filter(({ invoked_ns }) => invoked_ns >= from && invoked_ns < to)),
  };
}

function paceOf(writes: readonly Write[]): Pace {
  const answered = writes.filter(isAnswered);
  const acked = answered.filter(({ outcome }) => outcome === 'acked');
  const times = quantiles(answered.map(({ invoked_ns, ended_ns }) => inMs(ended_ns - invoked_ns)));
  return {
    answered: answered.length,
    acked_per_second: perSecond(acked),
    p50_ms: times?.p50 ?? null,
    p95_ms: times?.p95 ?? null,
    max_ms: times?.max ?? null,
  };
}

/** From the first invocation to the last ack; null where that is no time at all. */
function perSecond(acked: readonly Write[]): number | null {
  const first = Math.min(...acked.map(({ invoked_ns }) => invoked_ns));
  const last = Math.max(...acked.map(({ ended_ns }) => ended_ns));
  const ms = inMs(last - first);
  return acked.length === 0 || ms <= 0 ? null : Math.round((acked.length / ms) * MS_PER_SECOND);
}
