// Where two campaigns are compared: on a page that a build wrote, or on the one that compares any two in the browser.

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { type Pair, pairKey, writtenPairs } from '../../catalogue/pairs.ts';
import { comparePath, withBase } from '../site.ts';

export function compareHref(catalogue: Catalogue, pair: Pair): string {
  const { before, after } = pair;
  return writtenPairs(catalogue).has(pairKey(pair))
    ? withBase(comparePath(before.id, after.id))
    : `${withBase('compare/')}?a=${encodeURIComponent(before.id)}&b=${encodeURIComponent(after.id)}`;
}
