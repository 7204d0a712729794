// All that the pages of one campaign are made from, as one text: while it stays the same, so do they.

import { neighboursOf } from './campaign.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { absolute } from './site.ts';
import { stateOf } from './state.ts';

export function campaignKey(read: Catalogue, entry: Entry): string {
  const { previous, next } = neighboursOf(read, entry);
  const { digest, head } = entry;
  // a time in the future is believed once it has come
  const facts = [digest, stateOf(head), head.doubt, previous?.id, next?.id, absolute(''), narrativeIn(read, entry.id)];
  return facts.join('|');
}

/** The words that the map of narratives has for a campaign; a file of its own is part of the folder. */
function narrativeIn({ insights }: Catalogue, id: string): string {
  if (insights === null) return '';
  if (insights.state !== 'document') return insights.sha256 ?? '';
  return Object.hasOwn(insights.document, id) ? JSON.stringify(insights.document[id]) : '';
}
