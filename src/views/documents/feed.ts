// The outcomes of the newest campaigns as an Atom feed (RFC 4287). Everything that comes from an artifact is escaped.

import { type Catalogue, catalogue, type Entry } from '../../catalogue/catalogue.ts';
import { releaseOf } from '../../catalogue/releases.ts';
import { disputeInWords } from '../campaign/dispute.ts';
import { derivedFocus } from '../campaign/focus.ts';
import { nameInWords } from '../name-in-words.ts';
import { decisionSentence } from '../releases/decision.ts';
import { absolute, campaignPath, FEED_PATH, SITE_NAME } from '../site.ts';
import { markOf } from '../words.ts';
import { escapeXml } from './xml-text.ts';

const ENTRIES_MAX = 50;
const EPOCH = '1970-01-01T00:00:00Z';

export function feed(read: Catalogue = catalogue()): string {
  const entries = read.entries.filter(({ local, head }) => !local && head.completed !== null).slice(0, ENTRIES_MAX);
  const updated = entries[0] ? timeOf(entries[0]) : EPOCH;
  return `<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>${escapeXml(absolute(''))}</id>
<title>${SITE_NAME}: outcomes</title>
<updated>${updated}</updated>
<author><name>${SITE_NAME}</name></author>
<link rel="self" type="application/atom+xml" href="${escapeXml(absolute(FEED_PATH))}"/>
<link rel="alternate" type="text/html" href="${escapeXml(absolute(''))}"/>
${entries.map((entry) => entryOf(read, entry)).join('\n')}
</feed>
`;
}

function entryOf(read: Catalogue, entry: Entry): string {
  const address = escapeXml(absolute(campaignPath(entry.id)));
  const release = releaseOf(read, entry);
  const { outcome } = entry.verdict;
  const title = [entry.id, entry.head.ref && nameInWords(entry.head.ref), markOf(outcome).word.toLowerCase()]
    .filter(Boolean)
    .join(', ');
  const words = [derivedFocus(entry).headline, disputeInWords(entry.verdict), release && decisionSentence(release)];
  return `<entry>
<id>${address}</id>
<title>${escapeXml(title)}</title>
<updated>${timeOf(entry)}</updated>
<link rel="alternate" type="text/html" href="${address}"/>
<category term="${outcome}"/>
<summary>${escapeXml(words.filter(Boolean).join('. ').replaceAll('..', '.'))}</summary>
</entry>`;
}

const timeOf = ({ head }: Entry): string => new Date(head.completed ?? 0).toISOString();
