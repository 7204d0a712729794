// What is counted of one cycle, by identity. A surplus row never makes up for a lost one, and a history in which
// nothing happened proves nothing: its bound is null.

import { isUnsent } from '../history/errors.ts';
import { holds, holdsEqual } from '../history/looks.ts';
import { type CycleModel, unreadNodes } from '../history/model.ts';
import { NANOSECONDS_PER_MS, type Nanoseconds, type NodeName } from '../history/ops.ts';
import { lostIn } from './lost.ts';
import { absentByNode } from './missing.ts';

export interface Measures {
  /** Creations of rows by how they ended, of every workload that creates any; not what is done to shared keys. */
  acked: number;
  refused: number;
  unknown: number;
  /** Operations of every kind that the harness itself could not send. */
  unsent: number;
  /**
   * Acked writes that no node holds. null where it is not known: what no read node holds may be on one that was not read,
   * and of none gone that may be due to clients that were not at rest.
   */
  lost: number | null;
  /** Acked writes that a node does not hold, by node; only nodes that could be read. */
  absent: Partial<Record<NodeName, string[]>>;
  /** Acked writes that a node holds with other content, by node. */
  differing: Partial<Record<NodeName, string[]>>;
  /** Writes of unknown outcome that some node holds. */
  recovered: string[];
  /**
   * Acked writes present with equal content on every node; null with no acks or an unread node, and where none is missing
   * but clients went on while the nodes were read: they may have hidden it.
   */
  present_everywhere: number | null;
  /** Of all acked ones; null where that is. */
  convergence_bound: number | null;
  /** The established ratio: the smallest number of rows on a peer / acked. Can exceed 1, can hide a loss. */
  count_bound: number | null;
  /**
   * Milliseconds from the end of the heal, or of the last ack where that came later (a write cannot converge before
   * it was made), until the node held every acked write; null: not by the end of quiesce.
   */
  converged_ms: Partial<Record<NodeName, number | null>>;
  unread: NodeName[];
  /** Acks that were looked up on the peers at once; of these, the ones that every peer answered within a round. */
  fresh: { looked_up: number; in_time: number };
}

export function measure(model: CycleModel): Measures {
  const { writes, acked, final } = model;
  const looks = [...final].flatMap(([node, look]) => (look ? [{ node, look }] : []));
  const of = (outcome: string): number => writes.filter((write) => write.outcome === outcome).length;
  const unread = unreadNodes(model);
  const gone = lostIn(model);
  const everywhere = acked.filter((write) => looks.every(({ look }) => holdsEqual(look, write)));
  const wereAtRest = model.ops_during_looks === 0;
  const isWhole = everywhere.length === acked.length;
  const decided = acked.length > 0 && unread.length === 0 && looks.length > 0 && (wereAtRest || !isWhole);
  return {
    acked: acked.length,
    refused: of('refused'),
    unknown: of('unknown'),
    unsent: of('unsent') + unsentOnKeys(model) + model.searches.filter(({ error }) => isUnsent(error ?? null)).length,
    lost: gone.length > 0 ? (unread.length > 0 ? null : gone.length) : wereAtRest ? 0 : null,
    absent: absentByNode(model),
    differing: Object.fromEntries(
      looks.map(({ node, look }) => [
        node,
        acked.filter((write) => holds(look, write) && !holdsEqual(look, write)).map((write) => write.key),
      ]),
    ),
    recovered: writes
      .filter((write) => write.outcome === 'unknown' && looks.some(({ look }) => holds(look, write)))
      .map((write) => write.key),
    present_everywhere: decided ? everywhere.length : null,
    convergence_bound: decided ? everywhere.length / acked.length : null,
    count_bound: decided ? fewestRows(model) / acked.length : null,
    converged_ms: convergedMs(model),
    unread,
    fresh: freshOf(model),
  };
}

const unsentOnKeys = ({ keys }: CycleModel): number =>
  [...keys.values()].reduce((sum, { ops }) => sum + ops.filter(({ outcome }) => outcome === 'unsent').length, 0);

function freshOf({ lookups, rules }: CycleModel): Measures['fresh'] {
  const round_ms = rules.catchup_round_ms ?? Number.POSITIVE_INFINITY;
  const asked = [...Map.groupBy(lookups, ({ value }) => value.key).values()];
  const inTime = asked.filter((ops) => ops.every(({ type, value }) => type === 'ok' && value.after_ms < round_ms));
  return { looked_up: asked.length, in_time: inTime.length };
}

/** Rows of creations alone: those of keys that clients share come and go. */
function fewestRows({ final, rules, keys }: CycleModel): number {
  const peers = rules.nodes.length > 1 ? rules.nodes.slice(1) : rules.nodes;
  return Math.min(...peers.map((node) => final.get(node)?.rows?.filter(([, key]) => !keys.has(key)).length ?? 0));
}

/** A node of which nothing was noted did not converge while it was waited for. */
function convergedMs({ converged_ns, fault, acked, rules }: CycleModel): Measures['converged_ms'] {
  if (Object.keys(converged_ns).length === 0) return {};
  const start = acked.reduce((latest, write) => Math.max(latest, write.ended_ns), fault?.healed_ns ?? 0);
  const after = (at: Nanoseconds | null | undefined): number | null =>
    typeof at === 'number' ? Math.max(0, at - start) / NANOSECONDS_PER_MS : null;
  return Object.fromEntries(rules.nodes.map((node) => [node, after(converged_ns[node])]));
}
