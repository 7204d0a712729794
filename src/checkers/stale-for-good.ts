// A key of which a node keeps an older version, or the row as it was before a promotion, though another node has the
// last word.

import { onNodes, plural } from './checker.ts';
import { type Ending, evidenceOf, isUndeleted, keyChecker } from './last-word.ts';

export const staleForGood = keyChecker(
  'stale_for_good',
  'writes',
  staleIn,
  (n, nodes) => `${n} ${plural(n, 'key')} of which ${onNodes(nodes)} kept an older version`,
);

function staleIn(ending: Ending) {
  const { held, promotion } = ending;
  const stale = held.filter((one) => !one.isLast && !isUndeleted(ending, one));
  if (stale.length > 0 && held.some((one) => one.isLast)) return evidenceOf(ending, stale);
  const low = held.filter(({ version, promoted }) => version !== null && !promoted);
  if (promotion === null || low.length === 0 || !held.some(({ promoted }) => promoted)) return null;
  const { key, nodes = [], ops = [] } = evidenceOf(ending, low);
  return { key, nodes, ops: [...promotion.ops, ...ops] };
}
