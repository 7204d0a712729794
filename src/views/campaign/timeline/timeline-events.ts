// What happened in one cycle, read from its operations: every write from its invocation to its answer, the
// fault from its injection to its heal, the moment at which each node held everything, or did not.

import type { HistoryOp } from '../../../history/ops.ts';

export interface WriteEvent {
  key: string;
  process: number;
  from_ns: number;
  /** null where no answer was ever recorded. */
  to_ns: number | null;
  outcome: 'acked' | 'refused' | 'unknown';
  /** Acked, yet some node that could be read lacks it or holds other content. */
  isMissing: boolean;
}

export interface NodeEvent {
  node: string;
  /** When the node was found to hold every acked write, or when the wait for it ended. */
  at_ns: number;
  converged: boolean;
  /** Acked writes that it lacks or holds with other content; null where it could not be read. */
  missing: number | null;
}

export interface FaultEvent {
  injected_ns: number;
  /** null where healing was never begun, or never done. */
  healing_ns: number | null;
  healed_ns: number | null;
}

export interface CycleEvents {
  writes: WriteEvent[];
  fault: FaultEvent | null;
  nodes: NodeEvent[];
  from_ns: number;
  to_ns: number;
}

/** What the cycle's own line says, beside its operations. */
export interface CycleFacts {
  /** `partition_minority, cycle 3` */
  name: string;
  /** Milliseconds since the cycle began at which the fault held: it fixes the zero of the axis. */
  injected_ms: number | null;
  converged_ms: Readonly<Record<string, number | null>>;
}

/** @returns null for a cycle without operations: there is nothing to draw */
export function eventsOf(ops: readonly HistoryOp[]): CycleEvents | null {
  const first = ops[0];
  if (!first) return null;
  const held = rowsByNode(ops);
  const drafts = draftsOf(ops);
  return {
    writes: drafts.map((draft) => writeOf(draft, held)),
    fault: faultOf(ops),
    nodes: nodesOf(ops, drafts, held),
    from_ns: ops.reduce((least, op) => Math.min(least, op.time_ns), first.time_ns),
    to_ns: ops.reduce((most, op) => Math.max(most, op.time_ns), first.time_ns),
  };
}

/** The digest of each row by its id; null where two rows of one id differ. */
type Rows = ReadonlyMap<string, string | null>;

/** The last answered read of each node, but for the looks inside the fault. */
function rowsByNode(ops: readonly HistoryOp[]): ReadonlyMap<string, Rows> {
  const held = new Map<string, Rows>();
  for (const op of ops) {
    if (op.f !== 'read' || op.value.look === 'inside') continue;
    if (op.type === 'info') held.delete(op.value.node);
    else {
      const rows = new Map<string, string | null>();
      for (const [id, , digest] of op.value.rows) rows.set(id, rows.has(id) && rows.get(id) !== digest ? null : digest);
      held.set(op.value.node, rows);
    }
  }
  return held;
}

interface Draft extends WriteEvent {
  id: string | null;
  digest: string;
}

function draftsOf(ops: readonly HistoryOp[]): Draft[] {
  const drafts = new Map<string, Draft>();
  for (const op of ops) {
    if (op.f !== 'write' || typeof op.process !== 'number') continue;
    const { process, time_ns } = op;
    if (op.type === 'invoke') {
      const { key, digest } = op.value;
      const begun = { key, process, from_ns: time_ns, to_ns: null, outcome: 'unknown', isMissing: false } as const;
      drafts.set(key, { ...begun, id: null, digest });
      continue;
    }
    const draft = drafts.get(op.value.key);
    if (!draft) continue;
    draft.to_ns = time_ns;
    draft.outcome = OUTCOMES[op.type];
    if (op.type === 'ok') draft.id = op.value.id ?? null;
  }
  return [...drafts.values()];
}

const OUTCOMES = { ok: 'acked', fail: 'refused', info: 'unknown' } as const;

function writeOf({ id, digest, ...write }: Draft, held: ReadonlyMap<string, Rows>): WriteEvent {
  return { ...write, isMissing: id !== null && [...held.values()].some((rows) => rows.get(id) !== digest) };
}

function faultOf(ops: readonly HistoryOp[]): FaultEvent | null {
  const time = (f: 'inject' | 'heal', type: 'invoke' | 'info') =>
    ops.find((op) => op.f === f && op.type === type)?.time_ns ?? null;
  const injected_ns = time('inject', 'info') ?? time('inject', 'invoke');
  return injected_ns === null
    ? null
    : { injected_ns, healing_ns: time('heal', 'invoke'), healed_ns: time('heal', 'info') };
}

function nodesOf(ops: readonly HistoryOp[], drafts: readonly Draft[], held: ReadonlyMap<string, Rows>): NodeEvent[] {
  const acked = drafts.filter(({ id }) => id !== null);
  const last = new Map<string, Omit<NodeEvent, 'missing'>>();
  for (const op of ops) {
    if (op.f !== 'converge') continue;
    const { node } = op.value;
    last.set(node, { node, at_ns: op.time_ns, converged: op.type === 'ok' });
  }
  return [...last.values()]
    .sort((a, b) => (a.node < b.node ? -1 : 1))
    .map((event) => {
      const rows = held.get(event.node);
      const missing = rows ? acked.filter(({ id, digest }) => rows.get(id ?? '') !== digest).length : null;
      return { ...event, missing };
    });
}
