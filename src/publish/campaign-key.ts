// All that the pages of one campaign are made from, as one text: while it stays the same, so do they.

import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { titleOfBug } from '../catalogue/named-findings.ts';
import { narrativeOf } from '../catalogue/narratives.ts';
import { neighboursOf } from '../catalogue/neighbours.ts';
import { comparedWith } from '../catalogue/pairs.ts';
import { releaseOf } from '../catalogue/releases.ts';
import { stateOf } from '../catalogue/state.ts';
import { compareHref } from '../views/compare/address.ts';
import { decisionSentence } from '../views/releases/decision.ts';
import { absolute } from '../views/site.ts';

export async function campaignKey(read: Catalogue, entry: Entry): Promise<string> {
  const { previous, next } = neighboursOf(read, entry);
  const release = releaseOf(read, entry);
  const before = comparedWith(read, entry);
  return [
    entry.digest,
    stateOf(entry.head),
    // a time in the future is believed once it has come
    entry.head.doubt,
    previous?.id,
    next?.id,
    release && decisionSentence(release),
    before && `${before.digest} ${compareHref(read, { before, after: entry })}`,
    absolute(''),
    narrativeIn(read, entry.id),
    ...(await namesIn(read, entry)),
  ].join('|');
}

/** What others call the findings that a narrative only names. */
async function namesIn(read: Catalogue, entry: Entry): Promise<string[]> {
  const { analysis } = await narrativeOf(read, entry);
  const named = (analysis?.bugs ?? []).filter(({ title }) => title === '');
  return Promise.all(named.map((bug) => titleOfBug(read, entry, bug)));
}

/** The words that the map of narratives has for a campaign; a file of its own is part of the folder. */
function narrativeIn({ insights }: Catalogue, id: string): string {
  if (insights === null) return '';
  if (insights.state !== 'document') return insights.sha256 ?? '';
  return Object.hasOwn(insights.document, id) ? JSON.stringify(insights.document[id]) : '';
}
