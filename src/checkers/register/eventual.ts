// Whether a key came to rest as it should: once the nodes had their time to settle, every node gives the same value,
// and it is one that nothing replaced. Exactly: the final reads, one or more of every node, all give one value v, and
// some operation that brings v (a write of v; for absence a delete, or the beginning) was not replaced. It was replaced
// if another write or delete was acked that had been invoked after this one was answered. An operation of unknown
// outcome may take effect at any later time, so nothing replaces it.

import { isAcked, isRead, mayHold, type RegisterOp } from './operation.ts';

/** `by`: the fewest operations that show it. `why` null: decided. */
export type Rest =
  | { valid: true }
  | { valid: false; by: readonly RegisterOp[] }
  | { valid: null; why: 'a node was not read at the end' };

/** @param nodes every node that there is */
export function comesToRest(ops: readonly RegisterOp[], nodes: readonly string[]): Rest {
  const finals = ops.filter((op) => op.final && isRead(op)).toSorted((x, y) => x.invoke - y.invoke || x.op - y.op);
  const writes = ops.filter(mayHold).toSorted((x, y) => x.invoke - y.invoke || x.op - y.op);
  for (const read of finals) {
    const by = replacedBy(writes, read);
    if (by) return { valid: false, by };
  }
  const [first] = finals;
  const other = finals.find(({ value }) => value !== first?.value);
  if (first && other) return { valid: false, by: [first, other] };
  const unread = nodes.some((node) => !finals.some((read) => read.node === node));
  return unread || !first ? { valid: null, why: 'a node was not read at the end' } : { valid: true };
}

/** What the read shows, what replaced that, and the read; null where something that it may show was not replaced. */
function replacedBy(writes: readonly RegisterOp[], read: RegisterOp): RegisterOp[] | null {
  const sources = writes.filter(({ value }) => value === read.value).toSorted((x, y) => endOf(x) - endOf(y));
  const last = sources.at(-1);
  if (!last && read.value !== null) return [read];
  const end = last ? endOf(last) : Number.NEGATIVE_INFINITY;
  const replacing = writes.find((write) => isAcked(write) && write.invoke > end);
  return replacing ? [...(last ? [last] : []), replacing, read] : null;
}

const endOf = (op: RegisterOp): number => (isAcked(op) ? (op.answer ?? 0) : Number.POSITIVE_INFINITY);
