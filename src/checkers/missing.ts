// An acked write that some node does not hold with equal content once the nodes had their time to settle.

import { holds, holdsEqual } from '../history/looks.ts';
import type { CycleModel } from '../history/model.ts';
import type { NodeName } from '../history/ops.ts';
import {
  acks,
  type Checker,
  type CheckResult,
  type Found,
  invalid,
  onNodes,
  undecidedByUnread,
  VALID,
} from './checker.ts';

export const missing: Checker = {
  name: 'missing',
  applies: ({ acked }) => acked.length > 0,
  check(model): CheckResult {
    const found: Found[] = [];
    for (const [node, look] of model.final) {
      for (const write of look ? model.acked.filter((one) => !holdsEqual(look, one)) : []) {
        found.push({ key: write.key, nodes: [node], ops: [...write.ops, look?.op ?? 0] });
      }
    }
    if (found.length === 0) return undecidedByUnread(model) ?? VALID;
    return invalid('missing', found, (n, nodes) => `${acks(n)} missing, or not as sent, on ${onNodes(nodes)}`);
  },
};

/** Keys of the acked writes that a node does not hold, by node; only nodes that could be read. */
export function absentByNode({ acked, final }: CycleModel): Partial<Record<NodeName, string[]>> {
  return Object.fromEntries(
    [...final].flatMap(([node, look]) =>
      look ? [[node, acked.filter((write) => !holds(look, write)).map((write) => write.key)]] : [],
    ),
  );
}
