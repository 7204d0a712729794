// How long after the heal each node held every acked write.

import type { HistoryOp, NodeName } from '../history/ops.ts';
import { NANOSECONDS_PER_MS } from '../history/ops.ts';

/**
 * Milliseconds from the end of the heal, or of the last ack where that came later (a write cannot converge
 * before it was made), to the moment at which the node held all; from the last ack alone without a nemesis.
 */
export function convergedMs(
  ops: readonly HistoryOp[],
  nodes: readonly NodeName[],
): Partial<Record<NodeName, number | null>> {
  const start = ops
    .filter((op) => (op.f === 'heal' && op.type === 'info') || (op.f === 'write' && op.type === 'ok'))
    .reduce((last, op) => Math.max(last, op.time_ns), 0);
  const times: Partial<Record<NodeName, number | null>> = {};
  for (const node of nodes) {
    const reached = ops.findLast((op) => op.f === 'converge' && op.value.node === node);
    if (!reached) continue;
    times[node] = reached.type === 'ok' ? Math.max(0, reached.time_ns - start) / NANOSECONDS_PER_MS : null;
  }
  return times;
}
