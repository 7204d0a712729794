// Findings by the invariant that they break. A cycle judges only what it could have shown: nothing is kept by a
// cycle in which nothing was killed, cut off or refused. Rows are never deleted, so what a node lacks at the end
// it never had, unless it was killed in between.

import { INVARIANT_IDS, type Invariant, type InvariantFindings } from '../contract/invariants.ts';
import { type HistoryOp, NANOSECONDS_PER_MS, type NodeName } from '../history/ops.ts';
import type { Findings } from './findings.ts';

/** The writes, or rows, that broke each invariant that was judged; empty: it held. */
export type BrokenInvariants = Partial<Record<Invariant, readonly string[]>>;

export interface QuorumRules {
  nodes: number;
  /** W: nodes that must hold a write before it is acked. */
  quorum_writes: number;
  quorum_timeout_ms: number;
}

/** Granted on top of the quorum's deadline: nodes share their machine with the writers. */
const ANSWER_MARGIN_MS = 2_000;
/** Above it answers may be late because the machine is, and lateness says nothing about the subject. */
const LOAD_PER_CPU_MAX = 3;
const KEYS_NAMED_MAX = 3;

interface Write {
  key: string;
  node: NodeName | undefined;
  invoked: number;
  ended: number;
  outcome: 'ok' | 'fail' | 'info';
  error: string | null;
}

export function brokenIn(ops: readonly HistoryOp[], findings: Findings, rules: QuorumRules): BrokenInvariants {
  const writes = writesOf(ops);
  const acked = writes.filter((write) => write.outcome === 'ok');
  const refused = writes.filter((write) => write.outcome === 'fail' && write.error === 'quorum_not_met');
  const whole = findings.unread.length === 0;
  const healed = ops.find((op) => op.f === 'heal' && op.type === 'info')?.value as Record<string, unknown> | undefined;
  const killed = healed?.kind === 'process_gone';
  const timely = Number(healed?.load_per_cpu ?? 0) <= LOAD_PER_CPU_MAX;
  const missing = new Map(Object.entries(findings.missing).map(([node, keys]) => [node, new Set(keys)]));
  const lacking = (key: string): number => [...missing.values()].filter((keys) => keys.has(key)).length;
  const leftItsNode = acked.filter(({ key, node }) => node !== undefined && missing.get(node)?.has(key));
  const tooFew = acked.filter(({ key }) => rules.nodes - lacking(key) < rules.quorum_writes);
  const apart = [...Object.values(findings.missing), ...Object.values(findings.differing)].flat();
  const corrupted = new Set(findings.corrupted);
  const inCut = writes.filter(whileOutOfReach(ops));
  const answered = [...acked, ...refused];
  return {
    ...(whole && acked.length > 0 && !killed ? { I1: keysOf([...leftItsNode, ...tooFew]) } : {}),
    ...(whole && acked.length > 0 ? { I2: [...new Set(apart)] } : {}),
    ...(whole && refused.length > 0 ? { I3: keysOf(refused.filter(({ key }) => corrupted.has(key))) } : {}),
    ...(whole && acked.length > 0 && killed ? { I4: keysOf(leftItsNode) } : {}),
    ...(inCut.length > 0 ? { I5: keysOf(inCut.filter((write) => write.outcome === 'ok')) } : {}),
    ...(whole ? { I6: findings.unexpected, I8: findings.duplicated } : {}),
    ...(timely && answered.length > 0
      ? { I7: keysOf(answered.filter(late(rules.quorum_timeout_ms + ANSWER_MARGIN_MS))) }
      : {}),
  };
}

export const countsOf = (broken: BrokenInvariants): Partial<Record<Invariant, number>> =>
  Object.fromEntries(Object.entries(broken).map(([id, keys]) => [id, keys.length]));

/** Adds cycles up; an invariant that no cycle could judge does not appear. */
export function invariantFindings(
  cycles: readonly { cycle: number; invariants: BrokenInvariants }[],
): InvariantFindings {
  const found: InvariantFindings = {};
  for (const id of INVARIANT_IDS) {
    const judged = cycles.flatMap(({ cycle, invariants }) => {
      const keys = invariants[id];
      return keys === undefined ? [] : [{ cycle, keys }];
    });
    const broken = judged.filter(({ keys }) => keys.length > 0);
    if (judged.length === 0) continue;
    const [first] = broken;
    found[id] = {
      judged: judged.length,
      broken: broken.length,
      writes: broken.reduce((sum, { keys }) => sum + keys.length, 0),
      evidence: first ? { cycle: first.cycle, keys: first.keys.slice(0, KEYS_NAMED_MAX) } : null,
    };
  }
  return found;
}

function writesOf(ops: readonly HistoryOp[]): Write[] {
  const writes = new Map<string, Write>();
  for (const op of ops) {
    if (op.f !== 'write') continue;
    if (op.type === 'invoke') {
      const { key, node } = op.value;
      const open = { invoked: op.time_ns, ended: Number.POSITIVE_INFINITY, outcome: 'info', error: null } as const;
      writes.set(key, { key, node, ...open });
      continue;
    }
    const write = writes.get(op.value.key);
    if (write) Object.assign(write, { outcome: op.type, ended: op.time_ns, error: 'error' in op ? op.error : null });
  }
  return [...writes.values()];
}

/** Writes that began and ended while no quorum was in reach of the node that was asked. */
function whileOutOfReach(ops: readonly HistoryOp[]): (write: Write) => boolean {
  const cut = ops.find((op) => op.f === 'inject' && op.type === 'info' && op.value.quorum === 'out of reach');
  const heal = ops.find((op) => op.f === 'heal' && op.type === 'invoke');
  if (!cut) return () => false;
  const until = heal?.time_ns ?? Number.POSITIVE_INFINITY;
  return ({ invoked, ended, outcome }) => outcome !== 'info' && invoked > cut.time_ns && ended < until;
}

const late =
  (limit_ms: number) =>
  ({ invoked, ended }: Write): boolean =>
    (ended - invoked) / NANOSECONDS_PER_MS > limit_ms;

const keysOf = (writes: readonly Write[]): string[] => [...new Set(writes.map((write) => write.key))];
