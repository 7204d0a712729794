// What the checkers found, by identity. `null` means that the history cannot tell.

import type { NodeName } from '../history/ops.ts';

export interface Findings {
  acked: number;
  refused: number;
  unknown: number;
  /** Acked writes that no node holds. Counted only where every node could be read. */
  lost: string[];
  /** Acked writes that a node does not hold, by node; only nodes that could be read. */
  missing: Partial<Record<NodeName, string[]>>;
  /** Acked writes that a node holds with other content, by node. */
  differing: Partial<Record<NodeName, string[]>>;
  /** Writes that one node holds more than once. */
  duplicated: string[];
  /** Writes that some node holds with other content than was sent. */
  corrupted: string[];
  /** Rows that no client sent. */
  unexpected: string[];
  /** Writes of unknown outcome that some node holds. */
  recovered: string[];
  /** Acked writes present with equal content on every node / acked; null with no acks or an unread node. */
  convergence_bound: number | null;
  /** The established ratio: the smallest number of rows on a peer / acked. Can exceed 1, can hide a loss. */
  count_bound: number | null;
  /** Milliseconds from the heal until every acked write was on the node; null: not within the limit. */
  converged_ms: Partial<Record<NodeName, number | null>>;
  unread: NodeName[];
  /** Why this is not clean, one sentence each; empty for a clean cycle. */
  reasons: string[];
}

/** Acked writes present with equal content on every node, of all acked: the figures that classes add up. */
export const presentEverywhere = (findings: Findings): number | null =>
  findings.convergence_bound === null ? null : Math.round(findings.convergence_bound * findings.acked);
