// The narrative of a campaign as its page shows it, and as machines read it.

import { type Analysis, type AnalysisBug, type Rich, toApi } from '../../analysis/analysis.ts';
import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { idOfBug } from '../../catalogue/findings.ts';
import { titleOfBug } from '../../catalogue/named-findings.ts';
import { narrativeOf } from '../../catalogue/narratives.ts';
import type { ApiAnalysis } from '../../contract/api.ts';
import { INSIGHTS_FILE } from '../../contract/names.ts';
import { defectHref } from '../findings/address.ts';
import { grouped } from '../rounding.ts';
import { factLinker } from './fact-links.ts';

export interface AnalysisView {
  /** `AI NHI analysis · <author>`, or what is not recorded. */
  by: string;
  headline: string | null;
  tested: string | null;
  proved: string | null;
  verdict: string | null;
  audiences: { title: string; html: string }[];
  bugs: {
    title: string;
    /** Its line in the ledger of findings; null for campaigns that are no part of it. */
    href: string | null;
    impact: string | null;
    rootCause: string | null;
    workaround: string | null;
    fixes: { label: string; url: string | null }[];
  }[];
  /** In words, where the source holds more bugs than are shown. */
  moreBugs: string | null;
  next: string | null;
  figures: string;
  /** The headline without markup, for titles and previews. */
  headlineText: string | null;
}

export async function analysisOf(catalogue: Catalogue, entry: Entry): Promise<AnalysisView | null> {
  const { analysis } = await narrativeOf(catalogue, entry);
  if (analysis === null) return null;
  const audiences = [
    { title: 'For end users', text: analysis.for_non_technical },
    { title: 'For decision makers', text: analysis.for_c_level },
    { title: 'For engineers', text: analysis.for_sme },
  ];
  const linked = factLinker(catalogue.root, entry);
  const htmlOf = (text: Rich | null | undefined) => (text ? linked(text.html) : null);
  return {
    by: byline(analysis),
    headline: htmlOf(analysis.headline),
    headlineText: analysis.headline?.text ?? null,
    tested: htmlOf(analysis.what_it_tested),
    proved: htmlOf(analysis.what_it_proved),
    verdict: htmlOf(analysis.verdict),
    audiences: audiences.flatMap(({ title, text }) => (text ? [{ title, html: linked(text.html) }] : [])),
    bugs: await Promise.all(analysis.bugs.map((bug) => bugView(catalogue, entry, bug, htmlOf))),
    moreBugs: analysis.bugs_left_out > 0 ? `And ${grouped(analysis.bugs_left_out)} more in ${analysis.source}.` : null,
    next: htmlOf(analysis.next_run_change),
    figures: figuresInWords(analysis),
  };
}

async function bugView(
  catalogue: Catalogue,
  entry: Entry,
  bug: AnalysisBug,
  htmlOf: (text: Rich | null) => string | null,
): Promise<AnalysisView['bugs'][number]> {
  return {
    title: await titleOfBug(catalogue, entry, bug),
    href: entry.local ? null : defectHref({ subject: entry.head.subject, id: idOfBug(bug) }),
    impact: htmlOf(bug.impact),
    rootCause: htmlOf(bug.root_cause),
    workaround: htmlOf(bug.workaround),
    fixes: bug.fixed_in,
  };
}

export async function apiAnalysisOf(catalogue: Catalogue, entry: Entry): Promise<ApiAnalysis | null> {
  const { analysis } = await narrativeOf(catalogue, entry);
  if (analysis === null) return null;
  const titles = await Promise.all(analysis.bugs.map((bug) => titleOfBug(catalogue, entry, bug)));
  const bugs = analysis.bugs.map((bug, index) => ({ ...bug, title: titles[index] ?? bug.title }));
  return toApi({ ...analysis, bugs });
}

const KINDS = { ai: 'AI NHI analysis', human: 'Analysis by a person', rule: 'Analysis by rule' };

function byline({ kind, author }: Analysis): string {
  if (kind === null && author === null) return 'author not recorded';
  return [kind === null ? 'kind not recorded' : KINDS[kind], author ?? 'author not recorded'].join(' · ');
}

function figuresInWords({ figures: { bound, cited, neither }, source }: Analysis): string {
  const total = bound + cited + neither;
  const from = source === INSIGHTS_FILE ? `From ${INSIGHTS_FILE}. ` : '';
  if (total === 0) return `${from}This text holds no figure.`;
  return `${from}Of ${grouped(total)} figures, ${grouped(bound)} are bound to evidence, ${grouped(cited)} cited, ${grouped(neither)} neither.`;
}
