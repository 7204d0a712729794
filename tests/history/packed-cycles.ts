// What tests of packed cycles share: a cycle as a reader of the file sees it, and operations in a form that compares.

import { createHash } from 'node:crypto';
import { historyOpSchema } from '../../src/contract/history.ts';
import { packedCycleSchema } from '../../src/contract/packed-history.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { packCycle, piecesOf, unpackCycle } from '../../src/history/packed/pack.ts';

export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export function stored(ops: readonly HistoryOp[], isSound: boolean) {
  const pieces = piecesOf(packCycle(ops[0]?.cycle ?? 1, ops, isSound ? hash : null));
  const line = packedCycleSchema.parse(JSON.parse(pieces.join('')));
  const back = [...unpackCycle(line)].map((op) => historyOpSchema.parse(op) as unknown as HistoryOp);
  return { line, back };
}

/** Rows in any order: a look is a set of them, each as often as it was given. */
export function comparable(op: HistoryOp): unknown {
  if (op.f !== 'read' || op.type !== 'ok') return op;
  const { rows, ...look } = op.value;
  return { ...op, value: { ...look, rows: rows.map((row) => JSON.stringify(row)).toSorted() } };
}
