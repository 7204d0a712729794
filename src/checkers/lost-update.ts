// A key whose last acked version, or promotion, is on no node. Nothing is said where a node could not be read.

import { plural } from './checker.ts';
import { type Ending, evidenceOf, isUndeleted, keyChecker } from './last-word.ts';

export const lostUpdate = keyChecker('lost_update', 'writes', lostIn, (n) => {
  const its = n === 1 ? 'its' : 'their';
  return `${n} ${plural(n, 'key')} with ${its} last acked version on no node`;
});

function lostIn(ending: Ending) {
  const { held, isWhole, promotion } = ending;
  if (!isWhole) return null;
  const isLost = held.every((one) => !one.isLast) && !held.some((one) => isUndeleted(ending, one));
  if (isLost) return evidenceOf(ending, held);
  const there = held.filter(({ version }) => version !== null);
  if (promotion === null || there.length === 0 || there.some(({ promoted }) => promoted)) return null;
  const { key, nodes = [], ops = [] } = evidenceOf(ending, there);
  return { key, nodes, ops: [...promotion.ops, ...ops] };
}
