// A row that a node gives when it is asked for by id, and that no complete list of the node shows.

import { type Checker, type CheckResult, invalid, onNodes, plural, undecided, VALID } from './checker.ts';

export const unlisted: Checker = {
  name: 'unlisted',
  applies: ({ recorded, acked }) => recorded.stages && acked.length > 0,
  check({ final, writes }): CheckResult {
    const keys = new Map(writes.map((write) => [write.id, write.key]));
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
