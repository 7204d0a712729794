// A row that a node gives when it is asked for by id, and that no complete list of the node shows.

import { type Checker, type CheckResult, invalid, onNodes, plural, undecided, VALID } from './checker.ts';

export const unlisted: Checker = {
  name: 'unlisted',
  applies: ({ recorded, acked, keys }) => recorded.stages && acked.length + keys.size > 0,
  check({ final, writes, keys: shared }): CheckResult {
    const ofKeys = [...shared.values()].flatMap(({ key, ids }) => [...ids].map((id) => [id, key] as const));
    const keys = new Map<string | null, string>([...writes.map(({ id, key }) => [id, key] as const), ...ofKeys]);
    const looks = [...final.values()].filter((look) => look !== null);
    const found = looks.flatMap((look) =>
      [...(look.unlisted ?? [])].map((id) => ({ key: keys.get(id) ?? id, nodes: [look.node], ops: [look.op] })),
    );
    if (found.length > 0) {
      return invalid(
        'unlisted',
        found,
        (n, nodes) => `${n} ${plural(n, 'row')} that ${onNodes(nodes)} held and did not list`,
      );
    }
    return looks.length === final.size && looks.every((look) => look.unlisted !== null)
      ? VALID
      : undecided('a node could not be listed');
  },
};
