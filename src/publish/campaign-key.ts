// All that the pages of one campaign are made from, as one text: while it stays the same, so do they.

import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { neighboursOf } from '../catalogue/neighbours.ts';
import { stateOf } from '../catalogue/state.ts';
import { absolute } from '../views/site.ts';

export function campaignKey(read: Catalogue, entry: Entry): string {
  const { previous, next } = neighboursOf(read, entry);
  return [entry.digest, stateOf(entry.head), previous?.id, next?.id, absolute(''), narrativeIn(read, entry.id)].join(
    '|',
  );
}

/** The words that the map of narratives has for a campaign; a file of its own is part of the folder. */
function narrativeIn({ insights }: Catalogue, id: string): string {
  if (insights === null) return '';
  if (insights.state !== 'document') return insights.sha256 ?? '';
  return Object.hasOwn(insights.document, id) ? JSON.stringify(insights.document[id]) : '';
}
