// Tiny literal histories: one line an operation, times in the order of the lines, a millisecond apart.

import { type CycleModel, modelOf } from '../../src/history/model.ts';
import type { CycleRules, HistoryOp, LookAt, NodeName, ReadRow, Unplaced } from '../../src/history/ops.ts';

const STEP_NS = 1e6;

export const NODES = ['a', 'b', 'c'] as const;

export const RULES: CycleRules = {
  fault: null,
  workload: 'create',
  nodes: [...NODES],
  quorum_writes: 2,
  quorum_timeout_ms: 400,
  catchup_round_ms: 200,
};

type Ops = (Unplaced | Unplaced[])[];

/** Places operations one millisecond apart. */
export function history(...ops: Ops): HistoryOp[] {
  return ops.flat().map((op, index) => ({ index, cycle: 1, time_ns: index * STEP_NS, ...op }) as HistoryOp);
}

/** The model of a history of today's format, which names its rules itself. */
export const model = (...ops: Ops): CycleModel => modelOf(history(begin, ...ops), RULES);

/** The model of a history as the first format had it. */
export const oldModel = (...ops: Ops): CycleModel => modelOf(history(...ops), RULES);

export const begin: Unplaced = { process: 'cycle', f: 'begin', type: 'info', value: RULES };

export const invoke = (key: string, node: NodeName = 'a', word?: string): Unplaced => ({
  process: 0,
  f: 'write',
  type: 'invoke',
  value: { key, digest: `#${key}`, node, ...(word ? { word } : {}) },
});

export const ok = (key: string): Unplaced => ({ process: 0, f: 'write', type: 'ok', value: { key, id: `id-${key}` } });

export const acked = (key: string, node: NodeName = 'a', word?: string): Unplaced[] => [
  invoke(key, node, word),
  ok(key),
];

export const refused = (key: string, node: NodeName = 'a', error = 'quorum_not_met'): Unplaced[] => [
  invoke(key, node),
  { process: 0, f: 'write', type: 'fail', value: { key }, error },
];

export const unknown = (key: string, node: NodeName = 'a'): Unplaced[] => [
  invoke(key, node),
  { process: 0, f: 'write', type: 'info', value: { key }, error: 'timeout' },
];

/** A row as it was sent, under the id that its ack gave. */
export const row = (key: string, digest = `#${key}`, id = `id-${key}`, whole = 'whole'): ReadRow => [
  id,
  key,
  digest,
  whole,
];

/** A final look of the first format: no life, no ids beside the lists, rows without a digest of the whole. */
export const oldRead = (node: NodeName, ...rows: ReadRow[]): Unplaced => ({
  process: 0,
  f: 'read',
  type: 'ok',
  value: { node, rows: rows.map(([id, key, digest]) => [id, key, digest] as const) },
});

export const readAt = (at: LookAt, ...rows: ReadRow[]): Unplaced => ({
  process: 0,
  f: 'read',
  type: 'ok',
  value: { look: 'final', life: 0, ...at, rows, by_id: [] },
});

export const read = (node: NodeName, ...rows: ReadRow[]): Unplaced => readAt({ node }, ...rows);
export const readAll = (...rows: ReadRow[]): Unplaced[] => NODES.map((node) => read(node, ...rows));
export const inside = (node: NodeName, ...rows: ReadRow[]): Unplaced => readAt({ node, look: 'inside' }, ...rows);
/** A killed node that opened its own data behind cut wires. */
export const reopened = (node: NodeName, peer_bytes: number, ...rows: ReadRow[]): Unplaced =>
  readAt({ node, look: 'inside', life: 1, peer_bytes }, ...rows);
export const unread = (node: NodeName, look: 'inside' | 'final' = 'final'): Unplaced => ({
  process: 0,
  f: 'read',
  type: 'info',
  value: { node, look },
  error: 'timeout',
});

export const injected = (value: Record<string, unknown> = {}): Unplaced => ({
  process: 'nemesis',
  f: 'inject',
  type: 'info',
  value,
});
export const healing: Unplaced = { process: 'nemesis', f: 'heal', type: 'invoke', value: {} };
export const healed = (value: Record<string, unknown> = {}): Unplaced => ({
  process: 'nemesis',
  f: 'heal',
  type: 'info',
  value,
});
export const killed = (...nodes: NodeName[]): Unplaced => injected({ killed: nodes, out_of_reach: [] });

/** What a peer gave for an acked id, so long after the ack. */
export const lookup = (key: string, node: NodeName, digest: string | null, after_ms = 5): Unplaced => ({
  process: 0,
  f: 'lookup',
  type: 'ok',
  value: { key, node, after_ms, digest, life: 0 },
});

export const recall = (key: string, node: NodeName, found: boolean): Unplaced => ({
  process: 0,
  f: 'recall',
  type: 'ok',
  value: { key, node, word: `w${key}`, found },
});
