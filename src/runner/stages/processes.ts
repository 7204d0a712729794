// Under which processes the history records what is no client's: each kind of request to a node has its own, above any
// client's number.

import { NODE_NAMES, type NodeName } from '../../contract/names.ts';

const numbered = (first: number): Record<NodeName, number> =>
  Object.fromEntries(NODE_NAMES.map((node, i) => [node, first + i])) as Record<NodeName, number>;

export const LOOK_PROCESS = numbered(1_000);
export const SAMPLE_PROCESS = numbered(2_000);
export const QUIESCE_PROCESS = numbered(3_000);
export const RECALL_PROCESS = numbered(4_000);
