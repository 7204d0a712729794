// The stages of a cycle, as the history has them: from when to when, and what ended each.

import type { Cycle } from '../contract/artifacts.ts';
import { type HistoryOp, NANOSECONDS_PER_MS, type Nanoseconds } from './ops.ts';

/** @param began the moment from which times are counted */
export function stagesOf(ops: readonly HistoryOp[], began: Nanoseconds): NonNullable<Cycle['stages']> {
  const since = (ns: Nanoseconds): number => Math.round((ns - began) / (NANOSECONDS_PER_MS / 10)) / 10;
  const lines = ops.filter((op) => op.f === 'stage');
  return lines
    .filter((op) => op.type === 'invoke')
    .map(({ value, time_ns, index }) => {
      const end = lines.find((op) => op.type !== 'invoke' && op.value.stage === value.stage && op.index > index);
      return {
        stage: value.stage,
        from_ms: since(time_ns),
        to_ms: end ? since(end.time_ns) : null,
        limit_ms: value.limit_ms ?? 0,
        found: end ? (end.value.found ?? 'done') : 'never ended',
      };
    });
}
