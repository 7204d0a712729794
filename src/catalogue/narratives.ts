// The narratives of all campaigns, each read once for a build and kept with the catalogue. One that does not
// hold stops the build: a sentence whose figure leads nowhere is worse than no sentence.

import { relative } from 'node:path';
import { fromInsight, readInsights } from '../analysis/insights.ts';
import { formatAnalysisError } from '../analysis/mdx/errors.ts';
import type { Narrated } from '../analysis/narrative-messages.ts';
import { openNarrator } from '../analysis/narrator.ts';
import { ANALYSIS_FILE, DOCUMENT_BYTES_MAX } from '../contract/names.ts';
import { readBeginning, readText } from '../evidence/text.ts';
import type { Catalogue, Entry, Narrative } from './catalogue.ts';

/** Of one file. Whoever mends these sees the others then. */
const ERRORS_MAX = 50;

const NONE: Narrative = { analysis: null, errors: [], problems: [], exceeded: false };

/** The analysis of a campaign: its own file counts, then its entry in the established map. */
export async function narrativeOf(catalogue: Catalogue, entry: Entry): Promise<Narrative> {
  const known = catalogue.narratives.get(entry.id);
  if (known) return known;
  const made = entry.hasAnalysis ? await fromFile(catalogue, entry) : fromMap(catalogue, entry);
  catalogue.narratives.set(entry.id, made);
  return made;
}

/** Each takes seconds before it is given up; what they are is known after a few. */
const EXCEEDED_MAX = 2;

/** Every narrative of a build, read before any page: what does not hold, all at once. */
export async function checkNarratives(catalogue: Catalogue): Promise<{ errors: string[]; problems: string[] }> {
  const found: { errors: string[]; problems: string[] } = { errors: [], problems: [] };
  let exceeded = 0;
  for (const [index, entry] of catalogue.entries.entries()) {
    const narrative = await narrativeOf(catalogue, entry);
    found.errors.push(...narrative.errors);
    found.problems.push(...narrative.problems);
    if (narrative.exceeded) exceeded += 1;
    if (exceeded === EXCEEDED_MAX) {
      const left = catalogue.entries.slice(index + 1).filter(({ hasAnalysis }) => hasAnalysis).length;
      found.errors.push(`${left} more analyses were not read: ${EXCEEDED_MAX} had exceeded their share already`);
      break;
    }
  }
  return found;
}

/** One thread reads them all; it starts with the first and waits for the next. */
const narrator = openNarrator();

async function fromFile({ root }: Catalogue, entry: Entry): Promise<Narrative> {
  const { text } = readText(root, entry.id, ANALYSIS_FILE);
  const file = relative(process.cwd(), `${root}/${entry.id}/${ANALYSIS_FILE}`);
  const answer = await narrator.read({
    source: text,
    file,
    ...(text.includes('<Fact') ? sourcesOf(root, entry) : NO_SOURCES),
  });
  if ('analysis' in answer) return { ...NONE, analysis: answer.analysis };
  if ('errors' in answer) {
    const shown = answer.errors.slice(0, ERRORS_MAX).map(formatAnalysisError);
    const more = answer.errors.length - shown.length;
    return { ...NONE, errors: more > 0 ? [...shown, `${file}: and ${more} more`] : shown };
  }
  const place = { file, line: 1, column: 1, nearest: null };
  const expected = `a text that is read ${answer.exceeded}`;
  const error = formatAnalysisError({ ...place, expected, found: `one of ${text.length} characters that is not` });
  return { ...NONE, errors: [error], exceeded: true };
}

/** A copy of their own: they are handed over, and small buffers share their memory. */
const bytesOfDocument = (root: string, id: string, file: string): Uint8Array =>
  new Uint8Array(readBeginning(root, id, file, DOCUMENT_BYTES_MAX).bytes);

type Sources = Pick<Narrated, 'documents' | 'embedded'>;
const NO_SOURCES: Sources = { documents: [], embedded: [] };

/** What facts may point into: files that can be believed, and embedded documents under the name a file would have. */
function sourcesOf(root: string, { id, verdict }: Entry): Sources {
  const believed = verdict.artifacts.filter(({ state }) => state === 'document');
  return {
    documents: believed.map(({ file }) => ({ file, bytes: bytesOfDocument(root, id, file) })),
    embedded: verdict.phases.flatMap(({ phase, documents }) =>
      documents.flatMap(({ node, path }) => {
        const file = node === null ? `phase${phase}.json` : `phase1-node-${node}.json`;
        return path.length === 2 ? [{ file, index: Number(path[1]) }] : [];
      }),
    ),
  };
}

function fromMap(catalogue: Catalogue, { id }: Entry): Narrative {
  const { insights } = catalogue;
  if (insights?.state !== 'document') return NONE;
  catalogue.insightsById ??= readInsights(insights.document);
  if (!catalogue.insightsById.has(id)) return NONE;
  return { ...NONE, ...fromInsight(catalogue.insightsById.get(id), id) };
}
