// Tiny literal histories: one line an operation, times in the order of the lines.

import type { HistoryOp, NodeName, ReadRow, Unplaced } from '../../src/history/ops.ts';

const STEP_NS = 1e6;

export const NODES = ['a', 'b', 'c'] as const;

/** Places operations one millisecond apart. */
export function history(...ops: (Unplaced | Unplaced[])[]): HistoryOp[] {
  return ops.flat().map((op, index) => ({ index, cycle: 1, time_ns: index * STEP_NS, ...op }) as HistoryOp);
}

export const invoke = (key: string, process = 0): Unplaced => ({
  process,
  f: 'write',
  type: 'invoke',
  value: { key, digest: `#${key}` },
});

export const acked = (key: string, process = 0): Unplaced[] => [
  invoke(key, process),
  { process, f: 'write', type: 'ok', value: { key, id: `id-${key}` } },
];

export const refused = (key: string): Unplaced[] => [
  invoke(key),
  { process: 0, f: 'write', type: 'fail', value: { key }, error: 'quorum_not_met' },
];

export const unknown = (key: string): Unplaced[] => [
  invoke(key),
  { process: 0, f: 'write', type: 'info', value: { key }, error: 'timeout' },
];

/** A row as it was sent, under the id that its ack gave. */
export const row = (key: string, digest = `#${key}`, id = `id-${key}`): ReadRow => [id, key, digest];

export const read = (node: NodeName, ...rows: ReadRow[]): Unplaced => ({
  process: 0,
  f: 'read',
  type: 'ok',
  value: { node, rows },
});

export const readAll = (...rows: ReadRow[]): Unplaced[] => NODES.map((node) => read(node, ...rows));
