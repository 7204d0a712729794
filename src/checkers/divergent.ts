// A key of which nodes keep different versions, each of which may be the last word: nobody is behind, and they never
// agree. Where one of them keeps an acked delete, it is half deleted instead.

import { onNodes, plural } from './checker.ts';
import { ackedDeletes, type Ending, evidenceOf, keyChecker } from './last-word.ts';

export const divergent = keyChecker(
  'divergent',
  'writes',
  divergentIn,
  (n, nodes) => `${n} ${plural(n, 'key')} of which ${onNodes(nodes)} kept different versions`,
);

function divergentIn(ending: Ending) {
  const last = ending.held.filter((one) => one.isLast);
  const different = new Set(last.map(({ version }) => version));
  if (different.size < 2 || (different.has(null) && ackedDeletes(ending).length > 0)) return null;
  return evidenceOf(ending, last);
}
