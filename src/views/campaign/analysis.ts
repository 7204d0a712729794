// The narrative of a campaign as its page shows it, and as machines read it.
//
// Each is read once for a build and kept with the catalogue. One that does not hold stops the build:
// a sentence whose figure leads nowhere is worse than no sentence.

import { relative } from 'node:path';
import { type Analysis, toApi } from '../../analysis/analysis.ts';
import { fromInsight, readInsights } from '../../analysis/insights.ts';
import type { Catalogue, Entry, Narrative } from '../../catalogue/catalogue.ts';
import type { ApiAnalysis } from '../../contract/api.ts';
import { ANALYSIS_FILE, INSIGHTS_FILE, SUMMARY_FILE } from '../../contract/names.ts';
import type { JsonObject } from '../../contract/reading.ts';
import { readFolder } from '../../evidence/folder.ts';
import { readText } from '../../evidence/text.ts';

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
    impact: string | null;
    rootCause: string | null;
    fixes: { label: string; url: string | null }[];
  }[];
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
    bugs: analysis.bugs.map(({ title, impact, root_cause, fixed_in }) => ({
      title,
      impact: impact?.html ?? null,
      rootCause: root_cause?.html ?? null,
      fixes: fixed_in,
    })),
    next: analysis.next_run_change?.html ?? null,
    figures: figuresInWords(analysis),
  };
}

export async function apiAnalysisOf(catalogue: Catalogue, entry: Entry): Promise<ApiAnalysis | null> {
  const { analysis } = await narrativeOf(catalogue, entry);
  return analysis && toApi(analysis);
}

const NONE: Narrative = { analysis: null, errors: [], problems: [] };

/** The analysis of a campaign: its own file counts, then its entry in the established map. */
export async function narrativeOf(catalogue: Catalogue, entry: Entry): Promise<Narrative> {
  const known = catalogue.narratives.get(entry.id);
  if (known) return known;
  const made = entry.hasAnalysis ? await fromFile(catalogue, entry) : fromMap(catalogue, entry);
  catalogue.narratives.set(entry.id, made);
  return made;
}

/** Every narrative of a build, read before any page: what does not hold, all at once. */
export async function checkNarratives(catalogue: Catalogue): Promise<{ errors: string[]; problems: string[] }> {
  const found: { errors: string[]; problems: string[] } = { errors: [], problems: [] };
  for (const entry of catalogue.entries) {
    const { errors, problems } = await narrativeOf(catalogue, entry);
    found.errors.push(...errors);
    found.problems.push(...problems);
  }
  return found;
}

async function fromFile({ root }: Catalogue, entry: Entry): Promise<Narrative> {
  const { parseAnalysis } = await import('../../analysis/mdx/parse.ts');
  const { formatAnalysisError } = await import('../../analysis/mdx/errors.ts');
  const { text } = readText(root, entry.id, ANALYSIS_FILE);
  const file = relative(process.cwd(), `${root}/${entry.id}/${ANALYSIS_FILE}`);
  const parsed = parseAnalysis(text, file, documentsOf(root, entry));
  if ('analysis' in parsed) return { ...NONE, analysis: parsed.analysis };
  return { ...NONE, errors: parsed.errors.map(formatAnalysisError) };
}

/** What facts may point into: files that can be believed, and embedded documents under the name a file would have. */
function documentsOf(root: string, entry: Entry): Map<string, JsonObject> {
  const believed = new Set(entry.verdict.artifacts.filter(({ state }) => state === 'document').map(({ file }) => file));
  const documents = new Map(
    readFolder(root, entry.id).files.flatMap((reading) =>
      reading.state === 'document' && believed.has(reading.file) ? [[reading.file, reading.document] as const] : [],
    ),
  );
  const embedded = documents.get(SUMMARY_FILE)?.phases;
  for (const { phase, documents: sources } of entry.verdict.phases) {
    for (const { node, path } of sources) {
      const name = node === null ? `phase${phase}.json` : `phase1-node-${node}.json`;
      const document = Array.isArray(embedded) && path.length === 2 ? embedded[Number(path[1])] : undefined;
      if (document && !documents.has(name)) documents.set(name, document as JsonObject);
    }
  }
  return documents;
}

function fromMap(catalogue: Catalogue, { id }: Entry): Narrative {
  const { insights } = catalogue;
  if (insights?.state !== 'document') return NONE;
  catalogue.insightsById ??= readInsights(insights.document);
  if (!catalogue.insightsById.has(id)) return NONE;
  return { ...NONE, ...fromInsight(catalogue.insightsById.get(id), id) };
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
