// The narrative of a campaign as its page shows it, and as machines read it.

import { type Analysis, type AnalysisBug, toApi } from '../../analysis/analysis.ts';
import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { idOfBug } from '../../catalogue/findings.ts';
import { titleOfBug } from '../../catalogue/named-findings.ts';
import { narrativeOf } from '../../catalogue/narratives.ts';
import type { ApiAnalysis } from '../../contract/api.ts';
import { INSIGHTS_FILE } from '../../contract/names.ts';
import { defectHref } from '../findings/address.ts';
import { grouped } from '../rounding.ts';

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
    { title: 'For end users', html: analysis.for_non_technical?.html },
    { title: 'For decision makers', html: analysis.for_c_level?.html },
    { title: 'For engineers', html: analysis.for_sme?.html },
  ];
  return {
    by: byline(analysis),
    headline: analysis.headline?.html ?? null,
    headlineText: analysis.headline?.text ?? null,
    tested: analysis.what_it_tested?.html ?? null,
    proved: analysis.what_it_proved?.html ?? null,
    verdict: analysis.verdict?.html ?? null,
    audiences: audiences.flatMap(({ title, html }) => (html ? [{ title, html }] : [])),
    bugs: await Promise.all(analysis.bugs.map((bug) => bugView(catalogue, entry, bug))),
    moreBugs: analysis.bugs_left_out > 0 ? `And ${grouped(analysis.bugs_left_out)} more in ${analysis.source}.` : null,
    next: analysis.next_run_change?.html ?? null,
    figures: figuresInWords(analysis),
  };
}

async function bugView(catalogue: Catalogue, entry: Entry, bug: AnalysisBug): Promise<AnalysisView['bugs'][number]> {
  return {
    title: await titleOfBug(catalogue, entry, bug),
    href: entry.local ? null : defectHref({ subject: entry.head.subject, id: idOfBug(bug) }),
    impact: bug.impact?.html ?? null,
    rootCause: bug.root_cause?.html ?? null,
    workaround: bug.workaround?.html ?? null,
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
  if (total === 0) return `${from}No figure stands in this text.`;
  return `${from}Of ${total} figures, ${bound} are bound to evidence, ${cited} cited, ${neither} neither.`;
}
