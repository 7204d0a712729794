// A row that a node holds by id, and that a word made for it does not recall there: behind the last look, or while
// others write. A client that misses a row then asks for it by its id, and recalls once more, before it says so.

import type { CycleModel } from '../history/model.ts';
import type { RecallOp } from '../history/ops.ts';
import { type Checker, type CheckResult, invalid, onNodes, plural, undecided, VALID } from './checker.ts';

export const unsearchable: Checker = {
  name: 'unsearchable',
  applies: ({ recorded, acked, searches }) => recorded.stages && acked.length + searches.length > 0,
  check(model): CheckResult {
    const asked = model.recalls.filter((op) => isHeld(op, model));
    const atTheEnd = asked.filter(({ type, value }) => type === 'ok' && value.found === false);
    const meanwhile = model.searches.flatMap((op) => (op.f === 'recall' && isMissed(op) ? [op] : []));
    const found = [...atTheEnd, ...meanwhile].map(({ index, value: { key, node } }) => ({
      key,
      nodes: [node],
      ops: [index],
    }));
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

const isMissed = ({ type, value }: RecallOp): boolean => type === 'ok' && value.found === false && value.held === true;

/** At the last look the node held the row of the word: under the id of its ack, or as the version that the word is of. */
function isHeld({ value: { key, node, word } }: RecallOp, { writes, keys, final }: CycleModel): boolean {
  const look = final.get(node);
  const shared = keys.get(key);
  if (shared) {
    return (look?.byKey.get(key) ?? []).some(([, , digest]) => {
      const seen = shared.seen(digest);
      return seen.is === 'version' && seen.of.word === word;
    });
  }
  const id = writes.find((write) => write.key === key)?.id;
  return typeof id === 'string' && look?.byId.has(id) === true;
}
