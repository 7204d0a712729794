// The stages of a cycle, as the history has them: from when to when, and what ended each.

import type { Cycle } from '../contract/artifacts.ts';
import { type HistoryOp, inMs, NANOSECONDS_PER_MS, type Nanoseconds } from './ops.ts';

/** @param began the moment from which times are counted */
export function stagesOf(ops: readonly HistoryOp[], began: Nanoseconds): NonNullable<Cycle['stages']> {
  const lines = ops.filter((op) => op.f === 'stage');
  return lines
    .filter((op) => op.type === 'invoke')
    .map(({ value, time_ns, index }) => {
      const end = lines.find((op) => op.type !== 'invoke' && op.value.stage === value.stage && op.index > index);
      return {
        stage: value.stage,
        from_ms: millisecondsSince(began, time_ns),
        to_ms: end ? millisecondsSince(began, end.time_ns) : null,
        limit_ms: value.limit_ms ?? 0,
        found: end ? (end.value.found ?? 'done') : 'never ended',
      };
    });
}

/**
 * When a stored cycle began: a history does not say it, but the cycle's own line counts from there.
 * @param injected_ms from that moment until the fault held, as the line has it; null: the first operation is taken
 */
export function beganAt(ops: readonly HistoryOp[], injected_ms: number | null): Nanoseconds {
  const first = ops.reduce((least, { time_ns }) => Math.min(least, time_ns), ops[0]?.time_ns ?? 0);
  const of = (type: 'invoke' | 'info') => ops.find((op) => op.f === 'inject' && op.type === type)?.time_ns;
  const injected = of('info') ?? of('invoke');
  return injected === undefined || injected_ms === null
    ? first
    : Math.min(first, injected - injected_ms * NANOSECONDS_PER_MS);
}

export const millisecondsSince = (began: Nanoseconds, ns: Nanoseconds): number => inMs(ns - began);
