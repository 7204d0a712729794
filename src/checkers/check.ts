// The checker of one cycle: operations and final reads in, findings out. It sees a history and nothing else,
// so a stored one can be judged again without a cluster. It counts by identity: a surplus row never makes up
// for a lost one, and a history in which nothing happened proves nothing.

import type { HistoryOp, NodeName, ReadRow } from '../history/ops.ts';
import { convergedMs } from './convergence.ts';
import type { Findings } from './findings.ts';
import { reasonsOf } from './reasons.ts';

interface Write {
  key: string;
  digest: string;
  outcome: 'ok' | 'fail' | 'info';
  id: string | null;
}

interface NodeRows {
  byId: Map<string, ReadRow>;
  byKey: Map<string, ReadRow[]>;
  count: number;
}

/**
 * @param ops one cycle's history, in order
 * @param nodes the nodes that should hold every acked write: all that were healed
 */
export function check(ops: readonly HistoryOp[], nodes: readonly NodeName[]): Findings {
  const writes = writesOf(ops);
  const all = [...writes.values()];
  const acked = all.filter((write) => write.outcome === 'ok');
  const reads = readsOf(ops);
  const unread = nodes.filter((node) => !reads.has(node));
  const read = nodes.filter((node) => reads.has(node));
  const holds = (node: NodeName, write: Write): boolean => {
    const rows = reads.get(node);
    return rows !== undefined && (write.id === null ? rows.byKey.has(write.key) : rows.byId.has(write.id));
  };

  const ackedByNode = (test: (node: NodeName, write: Write) => boolean): Findings['missing'] =>
    Object.fromEntries(
      read.map((node) => [node, acked.filter((write) => test(node, write)).map((write) => write.key)]),
    );
  const missing = ackedByNode((node, write) => !holds(node, write));
  const lost = unread.length > 0 ? [] : acked.filter((write) => !read.some((node) => holds(node, write)));
  const corrupted = all.filter((write) => read.some((node) => differs(reads.get(node), write)));
  const broken = new Set([...corrupted.map((write) => write.key), ...Object.values(missing).flat()]);
  const whole = acked.filter((write) => !broken.has(write.key));
  const decided = acked.length > 0 && unread.length === 0 && read.length > 0;

  const findings: Findings = {
    acked: acked.length,
    refused: all.filter((write) => write.outcome === 'fail').length,
    unknown: all.filter((write) => write.outcome === 'info').length,
    lost: lost.map((write) => write.key),
    missing,
    differing: ackedByNode((node, write) => holds(node, write) && differs(reads.get(node), write)),
    duplicated: duplicatedIn(reads),
    corrupted: corrupted.map((write) => write.key),
    unexpected: unexpectedIn(reads, writes),
    recovered: all
      .filter((write) => write.outcome === 'info' && read.some((node) => holds(node, write)))
      .map((write) => write.key),
    convergence_bound: decided ? whole.length / acked.length : null,
    count_bound: decided ? countBound(reads, nodes, acked.length) : null,
    converged_ms: convergedMs(ops, nodes),
    unread,
    reasons: [],
  };
  findings.reasons = reasonsOf(findings);
  return findings;
}

/** Every write that was invoked; one that never ended has an unknown outcome. */
function writesOf(ops: readonly HistoryOp[]): Map<string, Write> {
  const writes = new Map<string, Write>();
  for (const op of ops) {
    if (op.f !== 'write') continue;
    if (op.type === 'invoke') {
      writes.set(op.value.key, { key: op.value.key, digest: op.value.digest, outcome: 'info', id: null });
      continue;
    }
    const write = writes.get(op.value.key);
    if (!write) throw new Error(`operation ${op.index} ends the write ${op.value.key}, which was never invoked`);
    write.outcome = op.type;
    if (op.type === 'ok') write.id = op.value.id;
  }
  return writes;
}

/** The last answered read of each node. */
function readsOf(ops: readonly HistoryOp[]): Map<NodeName, NodeRows> {
  const reads = new Map<NodeName, NodeRows>();
  for (const op of ops) {
    if (op.f !== 'read') continue;
    if (op.type === 'ok') reads.set(op.value.node, rowsOf(op.value.rows));
    else reads.delete(op.value.node);
  }
  return reads;
}

function rowsOf(rows: readonly ReadRow[]): NodeRows {
  const byKey = new Map<string, ReadRow[]>();
  for (const row of rows) byKey.set(row[1], [...(byKey.get(row[1]) ?? []), row]);
  return { byId: new Map(rows.map((row) => [row[0], row])), byKey, count: rows.length };
}

function differs(rows: NodeRows | undefined, write: Write): boolean {
  if (!rows) return false;
  const own = write.id === null ? undefined : rows.byId.get(write.id);
  return [...(own ? [own] : []), ...(rows.byKey.get(write.key) ?? [])].some((row) => row[2] !== write.digest);
}

function duplicatedIn(reads: ReadonlyMap<NodeName, NodeRows>): string[] {
  const keys = [...reads.values()].flatMap((rows) =>
    [...rows.byKey].filter(([, found]) => found.length > 1).map(([key]) => key),
  );
  return [...new Set(keys)];
}

/** A row is expected if its key was sent, or if its id was given out: a changed title is corruption, not a new row. */
function unexpectedIn(reads: ReadonlyMap<NodeName, NodeRows>, writes: ReadonlyMap<string, Write>): string[] {
  const given = new Set([...writes.values()].flatMap((write) => write.id ?? []));
  const ids = [...reads.values()].flatMap((rows) =>
    [...rows.byId.values()].filter(([id, key]) => !writes.has(key) && !given.has(id)).map(([id]) => id),
  );
  return [...new Set(ids)];
}

function countBound(reads: ReadonlyMap<NodeName, NodeRows>, nodes: readonly NodeName[], acked: number): number {
  const peers = nodes.length > 1 ? nodes.slice(1) : nodes;
  return Math.min(...peers.map((node) => reads.get(node)?.count ?? 0)) / acked;
}
