// Markdown for a job's summary or for a comment under a proposed change. A comment begins with a line that nobody sees:
// whoever posts the next one finds the last one by it, and writes in its place.

import { type ComparisonView, comparisonView } from '../../views/compare/comparison.ts';
import { fitted } from './fit.ts';
import { heading, ledgerTable, link, paragraph, prose } from './nodes.ts';
import { type Summarized, summaryBlocks } from './summary.ts';
import type { Block } from './tree.ts';

type Compared = Parameters<typeof comparisonView>[0];

/** What the host takes: a comment of 65,536 characters, a summary of 1 MiB. In bytes both hold for any script. */
export const COMMENT_BYTES_MAX = 65_534;
export const SUMMARY_BYTES_MAX = 1024 * 1024;

export function summaryMarkdown(summarized: Summarized): string {
  return fitted(summaryBlocks(summarized), { bytes_max: SUMMARY_BYTES_MAX, cut: cutFor(summarized) });
}

export function commentMarkdown(summarized: Summarized, against: { before: Compared; after: Compared } | null): string {
  const blocks: Block[] = [
    { type: 'html', value: markerOf(summarized) },
    ...(against ? comparisonBlocks(comparisonView(against.before, against.after)) : []),
    ...summaryBlocks(summarized),
  ];
  return fitted(blocks, { bytes_max: COMMENT_BYTES_MAX, cut: cutFor(summarized) });
}

/** The same for every campaign of one subject and profile: the next one takes the place of the last. */
export function markerOf({ report: { subject, profile } }: Pick<Summarized, 'report'>): string {
  const name = (text: string | null): string => (text ?? 'unknown').replace(/[^A-Za-z0-9]+/g, '-').slice(0, 60);
  return `<!-- proofhouse comment: ${name(subject)} ${name(profile)} -->`;
}

function comparisonBlocks({ title, sentence, sides, ledgers }: ComparisonView): Block[] {
  return [
    heading(2, title),
    paragraph(...prose(sentence)),
    ...sides.map(({ role, id, href, mark, note }) =>
      paragraph(...prose(`${role}: ${mark.glyph} ${mark.word} `), ...link(id, href), ...prose(`, ${note}`)),
    ),
    ...ledgers.flatMap((ledger) => [
      heading(3, ledger.caption),
      ledgerTable(ledger),
      ...(ledger.note === null ? [] : [paragraph(...prose(ledger.note))]),
    ]),
  ];
}

function cutFor({ report: { id, page } }: Summarized): Block {
  const where =
    page === null ? [...prose('the folder '), ...link(`campaigns/${id}/`, null)] : link('campaign page', page);
  return paragraph(...prose('This is not all: the rest did not fit here and is in '), ...where, ...prose('.'));
}
