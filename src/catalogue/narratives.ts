// The narratives of all campaigns, each read once for a build and kept with the catalogue. One that does not
// hold stops the build: a sentence whose figure leads nowhere is worse than no sentence.

import { relative } from 'node:path';
import { fromInsight, readInsights } from '../analysis/insights.ts';
import { ANALYSIS_FILE, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { readFolder } from '../evidence/folder.ts';
import { readText } from '../evidence/text.ts';
import type { Catalogue, Entry, Narrative } from './catalogue.ts';

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
  const { parseAnalysis } = await import('../analysis/mdx/parse.ts');
  const { formatAnalysisError } = await import('../analysis/mdx/errors.ts');
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
