// The one model of a cycle's history: writes, looks at the nodes, the fault between them. It is read from the
// operations once; every checker takes it, and nothing but it. A history knows what it recorded: what an older one
// could not record is null here, so that nobody takes the silence for an answer.

import { NODE_NAMES, NODES } from '../contract/names.ts';
import { opsDuringLooks } from './at-rest.ts';
import { isRefusalOfNode } from './errors.ts';
import { type KeyHistory, keysOf } from './keys.ts';
import { type Look, lookOf } from './looks.ts';
import type { AnswerWords, CycleRules, HistoryOp, ListOp, LookupOp, Nanoseconds, NodeName, RecallOp } from './ops.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

export interface Write {
  key: string;
  digest: string;
  /** The node that was asked; null in the first histories, which all asked node a. */
  node: NodeName | null;
  word: string | null;
  /** It was stored among others, by one request. */
  isOfMany: boolean;
  invoked_ns: Nanoseconds;
  /** Infinity where it never ended. */
  ended_ns: Nanoseconds;
  outcome: Outcome;
  id: string | null;
  error: string | null;
  answer: AnswerWords | null;
  /** Indexes of its operations in the cycle. */
  ops: number[];
}

export interface FaultWindow {
  /** Its class; null: not recorded. */
  name: string | null;
  /** When it surely held, and when it was first undone; null: never. */
  holds_ns: Nanoseconds | null;
  healing_ns: Nanoseconds | null;
  healed_ns: Nanoseconds | null;
  /** What proves it, in the words of its receipt: which node, how far or how much; null: not recorded. */
  proof: string | null;
  /** Nodes whose quorum was out of reach while it held. */
  out_of_reach: readonly NodeName[];
  /** Nodes that were ended by force. */
  killed: readonly NodeName[];
}

export interface CycleModel {
  rules: CycleRules;
  /** In the order in which they were invoked. */
  writes: readonly Write[];
  acked: readonly Write[];
  /** Keys that clients shared, with what was done to each; none where no workload shares any. */
  keys: ReadonlyMap<string, KeyHistory>;
  /** In order, answered or not. */
  looks: readonly Look[];
  /** The last look at each node; null where it could not be read. */
  final: ReadonlyMap<NodeName, Look | null>;
  /** When the cut was over and the final looks began; null: there were none. */
  final_look_ns: Nanoseconds | null;
  lookups: readonly LookupOp[];
  /** Words asked for behind the last look. */
  recalls: readonly RecallOp[];
  /** What clients recalled and listed while others wrote, answered or not. */
  searches: readonly (RecallOp | ListOp)[];
  /** What nodes gave for fields in which they differ, by the id of the row. */
  differing: ReadonlyMap<string, Record<string, Record<string, string>>>;
  /** null: the cycle had none. */
  fault: FaultWindow | null;
  /** When each node was found to hold every acked write; null: not by the end of quiesce. */
  converged_ns: Partial<Record<NodeName, Nanoseconds | null>>;
  /** Runnable processes by processor, at most: what a late answer may be due to; null: not recorded. */
  load_per_cpu: number | null;
  /** Operations of clients that were under way while nodes were read: there should be none. */
  ops_during_looks: number;
  /** What this history recorded at all. */
  recorded: { stages: boolean; fields: boolean; lists: boolean };
}

/**
 * @param ops one cycle's operations, in order
 * @param otherwise the rules, where the history does not name its own: the first format does not
 * @throws Error for the end of a write that was never invoked
 */
export function modelOf(ops: readonly HistoryOp[], otherwise: CycleRules): CycleModel {
  const begin = ops.find((op) => op.f === 'begin');
  const rules = begin?.value ?? otherwise;
  const writes = [...writesOf(ops).values()];
  const looks = ops.flatMap((op) => (op.f === 'read' ? [lookOf(op)] : []));
  return {
    rules,
    writes,
    acked: writes.filter((write) => write.outcome === 'acked'),
    keys: keysOf(ops),
    looks,
    final: finalOf(looks, rules.nodes),
    final_look_ns:
      ops.find((op) => op.f === 'stage' && op.type === 'invoke' && op.value.stage === 'look')?.time_ns ?? null,
    lookups: ops.filter((op) => op.f === 'lookup'),
    recalls: ops.filter((op) => op.f === 'recall' && op.value.value === undefined) as RecallOp[],
    searches: ops.filter(isSearch),
    differing: new Map(ops.flatMap((op) => (op.f === 'differ' ? [[op.value.id, op.value.fields] as const] : []))),
    fault: faultOf(ops),
    converged_ns: convergedOf(ops),
    load_per_cpu: loadOf(ops),
    ops_during_looks: opsDuringLooks(ops),
    recorded: {
      stages: begin !== undefined,
      fields: looks.some((look) => look.rows?.some((row) => row.length === 4)),
      lists: looks.some((look) => look.unlisted !== null),
    },
  };
}

/** The rules of a history that names none: three nodes, as every history had so far. */
export const rulesOf = (
  quorum_writes: number,
  quorum_timeout_ms: number,
  nodes: readonly NodeName[] = NODES,
): CycleRules => ({
  fault: null,
  workload: 'create',
  nodes: [...nodes],
  quorum_writes,
  quorum_timeout_ms,
  catchup_round_ms: null,
});

/** Of such a history, for what does not depend on its rules: names of nodes, times, outcomes. */
export const UNNAMED_RULES = rulesOf(2, 2_000);

/** Nodes that no final look could read. */
export const unreadNodes = ({ rules, final }: CycleModel): NodeName[] => rules.nodes.filter((node) => !final.get(node));

/** The node answered with success or a definite refusal; what is refused for want of a listener has no answer. */
export const isAnswered = ({ outcome, error }: Pick<Write, 'outcome' | 'error'>): boolean =>
  outcome === 'acked' || (outcome === 'refused' && isRefusalOfNode(error));

/** The end of what a client recalled or listed. */
const isSearch = (op: HistoryOp): op is RecallOp | ListOp =>
  op.type !== 'invoke' && (op.f === 'list' || (op.f === 'recall' && op.value.value !== undefined));

/** Every write that was invoked; one that never ended has an unknown outcome. */
function writesOf(ops: readonly HistoryOp[]): Map<string, Write> {
  const writes = new Map<string, Write>();
  for (const op of ops) {
    if (op.f !== 'write') continue;
    if (op.type === 'invoke') {
      const { key, digest, node = null, word = null, batch } = op.value;
      const open = {
        ended_ns: Number.POSITIVE_INFINITY,
        outcome: 'unknown',
        id: null,
        error: null,
        answer: null,
      } as const;
      writes.set(key, {
        key,
        digest,
        node,
        word,
        isOfMany: batch !== undefined,
        invoked_ns: op.time_ns,
        ...open,
        ops: [op.index],
      });
      continue;
    }
    const write = writes.get(op.value.key);
    if (!write) throw new Error(`operation ${op.index} ends the write ${op.value.key}, which was never invoked`);
    write.ended_ns = op.time_ns;
    write.ops.push(op.index);
    if (op.type === 'ok') write.id = op.value.id ?? null;
    else {
      write.error = op.error;
      write.answer = op.value.answer ?? null;
    }
    write.outcome = outcomeOf(op.type, write.error);
  }
  return writes;
}

/** The last look at each node that was meant to be final. */
function finalOf(looks: readonly Look[], nodes: readonly NodeName[]): Map<NodeName, Look | null> {
  return new Map(
    nodes.map((node) => {
      const last = looks.findLast((look) => look.node === node && look.name === 'final');
      return [node, last?.rows ? last : null];
    }),
  );
}

function faultOf(ops: readonly HistoryOp[]): FaultWindow | null {
  const of = (f: 'inject' | 'heal', type: 'invoke' | 'info') =>
    ops.find((op) => op.process === 'nemesis' && op.f === f && op.type === type);
  const holds = of('inject', 'info');
  if (!holds && !of('inject', 'invoke')) return null;
  const said = { ...(holds?.value as Record<string, unknown> | undefined) };
  const healed = of('heal', 'info');
  const reading = { ...(healed?.value as Record<string, unknown> | undefined) };
  return {
    name: typeof said.fault === 'string' ? said.fault : null,
    holds_ns: holds?.time_ns ?? null,
    healing_ns: of('heal', 'invoke')?.time_ns ?? null,
    healed_ns: healed?.time_ns ?? null,
    proof: typeof reading.detail === 'string' ? reading.detail : null,
    out_of_reach: nodesIn(said.out_of_reach) ?? (said.quorum === 'out of reach' ? ['a'] : []),
    // the first format names the kind of the proof alone, and killed node a
    killed: nodesIn(said.killed) ?? (reading.kind === 'process_gone' ? ['a'] : []),
  };
}

const nodesIn = (value: unknown): NodeName[] | null =>
  Array.isArray(value) ? NODE_NAMES.filter((node) => value.includes(node)) : null;

function loadOf(ops: readonly HistoryOp[]): number | null {
  const loads = ops.flatMap((op) => (op.f === 'stage' || op.f === 'heal' ? [op.value.load_per_cpu] : []));
  const known = loads.filter((load) => typeof load === 'number');
  return known.length === 0 ? null : Math.max(...known);
}

function convergedOf(ops: readonly HistoryOp[]): CycleModel['converged_ns'] {
  const times: CycleModel['converged_ns'] = {};
  for (const op of ops) if (op.f === 'converge') times[op.value.node] = op.type === 'ok' ? op.time_ns : null;
  return times;
}
