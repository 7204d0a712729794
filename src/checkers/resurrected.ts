// A key that is back after an acked delete: the node that acked it holds again what the delete replaced.

import { onNodes, plural } from './checker.ts';
import { ackedDeletes, type Ending, evidenceOf, isUndeleted, keyChecker } from './last-word.ts';

export const resurrected = keyChecker(
  'resurrected',
  'deletes',
  (ending) => (isBack(ending) ? evidenceOf(ending, undeleted(ending)) : null),
  (n, nodes) => `${n} deleted ${plural(n, 'key')} back on ${onNodes(nodes)}`,
);

const undeleted = (ending: Ending) => ending.held.filter((one) => isUndeleted(ending, one));

/** A node that acked the delete had it done: there the row came back. */
export const isBack = (ending: Ending): boolean => {
  const deleting = new Set(ackedDeletes(ending).map(({ node }) => node));
  return undeleted(ending).some(({ node }) => deleting.has(node));
};
