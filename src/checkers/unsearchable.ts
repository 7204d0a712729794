// A row that a node holds by id, and that a word made for it does not recall there.

import { type Checker, type CheckResult, invalid, onNodes, plural, undecided, VALID } from './checker.ts';

export const unsearchable: Checker = {
  name: 'unsearchable',
  applies: ({ recorded, acked }) => recorded.stages && acked.length > 0,
  check({ recalls, writes, final }): CheckResult {
    const byKey = new Map(writes.map((write) => [write.key, write]));
    const asked = recalls.filter(({ value }) => {
      const id = byKey.get(value.key)?.id;
      return typeof id === 'string' && final.get(value.node)?.byId.has(id) === true;
    });
    const found = asked
      .filter(({ type, value }) => type === 'ok' && value.found === false)
      .map(({ index, value }) => ({ key: value.key, nodes: [value.node], ops: [index] }));
    if (found.length > 0) {
      return invalid(
        'unsearchable',
        found,
        (n, nodes) => `${n} ${plural(n, 'row')} that ${onNodes(nodes)} held and did not recall by its own word`,
      );
    }
    const open = asked.filter(({ type }) => type !== 'ok').length;
    if (open > 0) return undecided(`${open} ${plural(open, 'recall')} without an answer`);
    return asked.length > 0 ? VALID : undecided('no node held a row that could be recalled');
  },
};
