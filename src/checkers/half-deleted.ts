// A key whose acked delete holds on some nodes only. What the node that acked it holds again is resurrected instead.

import { onNodes, plural } from './checker.ts';
import { ackedDeletes, type Ending, evidenceOf, isUndeleted, keyChecker } from './last-word.ts';
import { isBack } from './resurrected.ts';

export const halfDeleted = keyChecker(
  'half_deleted',
  'deletes',
  halfDeletedIn,
  (n, nodes) => `${n} deleted ${plural(n, 'key')} still on ${onNodes(nodes)}`,
);

function halfDeletedIn(ending: Ending) {
  if (ackedDeletes(ending).length === 0 || isBack(ending)) return null;
  const gone = ending.held.some(({ version }) => version === null);
  const there = ending.held.filter((one) => one.version !== null && (one.isLast || isUndeleted(ending, one)));
  const isUndone = there.some((one) => isUndeleted(ending, one));
  return there.length > 0 && (gone || isUndone) ? evidenceOf(ending, there) : null;
}
