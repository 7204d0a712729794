// A row that a node gives when it is asked for by id, and that no complete list of the node shows: at the last look, or
// while others write. A client that misses a row then asks for it by its id, and lists once more, before it says so.

import type { CycleModel } from '../history/model.ts';
import { type Checker, type CheckResult, type Found, invalid, onNodes, plural, undecided, VALID } from './checker.ts';

export const unlisted: Checker = {
  name: 'unlisted',
  applies: ({ recorded, acked, keys }) => recorded.stages && acked.length + keys.size > 0,
  check(model): CheckResult {
    const found = [...atTheEnd(model), ...meanwhile(model)];
    if (found.length > 0) {
      return invalid(
        'unlisted',
        found,
        (n, nodes) => `${n} ${plural(n, 'row')} that ${onNodes(nodes)} held and did not list`,
      );
    }
    const looks = [...model.final.values()];
    return looks.every((look) => look !== null && look.unlisted !== null)
      ? VALID
      : undecided('a node could not be listed');
  },
};

function atTheEnd({ final, writes, keys: shared }: CycleModel): Found[] {
  const ofKeys = [...shared.values()].flatMap(({ key, ids }) => [...ids].map((id) => [id, key] as const));
  const keys = new Map<string | null, string>([...writes.map(({ id, key }) => [id, key] as const), ...ofKeys]);
  return [...final.values()].flatMap((look) =>
    [...(look?.unlisted ?? [])].map((id) => ({
      key: keys.get(id) ?? id,
      nodes: look ? [look.node] : [],
      ops: look ? [look.op] : [],
    })),
  );
}

const meanwhile = ({ searches }: CycleModel): Found[] =>
  searches.flatMap(({ f, type, value, index }) =>
    f === 'list' && type === 'ok'
      ? (value.unlisted ?? []).map((key) => ({ key, nodes: [value.node], ops: [index] }))
      : [],
  );
