// Whether clients were at rest while nodes were read, as the barrier behind hold is to bring about: what changes during
// a look would be taken for damage, or hide it.

import { isKeyKind } from './keys.ts';
import type { HistoryOp, Nanoseconds } from './ops.ts';

/** Stages in which no client may be at work. */
const LOOKS: ReadonlySet<string> = new Set(['look inside', 'look']);

/** Operations of clients that were sent, or not yet answered, during a look; 0 for a history without stages. */
export function opsDuringLooks(ops: readonly HistoryOp[]): number {
  const looks = looksIn(ops);
  if (looks.length === 0) return 0;
  const open = new Map<number, Nanoseconds>();
  let during = 0;
  for (const op of ops) {
    const { process, time_ns } = op;
    if (typeof process !== 'number') continue;
    if (op.type === 'invoke') {
      if (isOfClient(op)) open.set(process, time_ns);
      continue;
    }
    const invoked = open.get(process);
    open.delete(process);
    if (invoked !== undefined && looks.some(({ from, to }) => invoked < to && time_ns > from)) during += 1;
  }
  return during + [...open.values()].filter((invoked) => looks.some(({ to }) => invoked < to)).length;
}

/** Not the recall of a look, which names no operation of a client; every list is a client's. */
const isOfClient = (op: HistoryOp): boolean =>
  op.f === 'write' || op.f === 'list' || isKeyKind(op.f) || (op.f === 'recall' && op.value.value !== undefined);

function looksIn(ops: readonly HistoryOp[]): { from: Nanoseconds; to: Nanoseconds }[] {
  const lines = ops.filter((op) => op.f === 'stage' && LOOKS.has(op.value.stage));
  return lines
    .filter(({ type }) => type === 'invoke')
    .map(({ index, time_ns, value }) => {
      const end = lines.find((op) => op.type !== 'invoke' && op.index > index && isSame(op.value, value));
      return { from: time_ns, to: end?.time_ns ?? Number.POSITIVE_INFINITY };
    });
}

const isSame = (one: unknown, other: unknown): boolean =>
  (one as { stage: string }).stage === (other as { stage: string }).stage;
