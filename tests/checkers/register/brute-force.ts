// Whether some order explains a history, by trying them all: only for histories of a few operations.

import { isAcked, isRead, mayHold, type RegisterOp, type Value } from '../../../src/checkers/register/operation.ts';

/** x must come before y. */
export type Precedes = (x: RegisterOp, y: RegisterOp) => boolean;

export const inRealTime: Precedes = (x, y) => isAcked(x) && (x.answer ?? 0) < y.invoke;
export const inClientOrder: Precedes = (x, y) => x.client === y.client && inRealTime(x, y);

export function hasAnyOrder(ops: readonly RegisterOp[], precedes: Precedes): boolean {
  return hasOrderAfter(
    ops.filter((op) => isRead(op) || mayHold(op)),
    null,
    precedes,
  );
}

function hasOrderAfter(left: readonly RegisterOp[], held: Value, precedes: Precedes): boolean {
  if (left.every((op) => !isAcked(op))) return true;
  return left.some((op) => {
    if (left.some((other) => other !== op && precedes(other, op))) return false;
    if (op.kind === 'read' && op.value !== held) return false;
    const others = left.filter((other) => other !== op);
    return hasOrderAfter(others, op.kind === 'read' ? held : op.value, precedes);
  });
}
