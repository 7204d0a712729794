// Raw evidence as a page shows it: numbered lines, highlighted, bounded, with its hash and its download.

import type { Entry } from '../../catalogue/catalogue.ts';
import { judgedLines, textOf } from '../../catalogue/texts.ts';
import { isPublished, SUMMARY_FILE } from '../../contract/names.ts';
import type { ArtifactVerdict } from '../../contract/verdict.ts';
import { visible } from '../../contract/visible-text.ts';
import { readText } from '../../evidence/text.ts';
import { artifactPath, evidencePath, withBase } from '../site.ts';
import { bytesInWords } from '../words.ts';
import { escapeHtml, type Fold, highlightLines } from './highlight.ts';

/** Up to here an artifact is shown whole on the campaign page; beyond, it has a page of its own. */
const INLINE_BYTES_MAX = 8 * 1024;
const EXCERPT_LINES = 40;
const SCREENFUL_LINES = 40;
const PAGE_BYTES_MAX = 1024 * 1024;
const PAGE_LINES_MAX = 10_000;
/** Of HTML: a line may grow several times where it is escaped. Page and campaign stay below a megabyte. */
const PAGE_HTML_CHARS_MAX = 640 * 1024;
/** A page that shows the cycles of the artifact as well. */
const CYCLES_HTML_CHARS_MAX = 240 * 1024;
const INLINE_HTML_CHARS_MAX = 64 * 1024;
/** A folder may hold any number of files; beyond these a file is downloaded, not leafed through. */
const PAGES_MAX = 200;
const BEYOND_LINES_MAX = 100;

export interface RawView {
  file: string;
  facts: string;
  provenance: string;
  sha256: string | null;
  html: string;
  lines: number;
  open: boolean;
  /** What is left out of the picture, in words. */
  cut: string | null;
  pageHref: string | null;
  downloadHref: string | null;
  problem: string | null;
}

export const isShowable = ({ file, state, bytes }: ArtifactVerdict): boolean =>
  bytes !== null && state !== 'binary' && isPublished(file) && !file.endsWith('.gz');

const isLong = ({ bytes }: ArtifactVerdict): boolean => (bytes ?? 0) > INLINE_BYTES_MAX;

interface Artifacts {
  byFile: ReadonlyMap<string, ArtifactVerdict>;
  /** With a page of their own. */
  paged: ReadonlySet<string>;
}

/** Looked up once for a campaign: a folder of many files is asked after each of them. */
const known = new WeakMap<Entry, Artifacts>();

function artifactsOf(entry: Entry): Artifacts {
  const found = known.get(entry);
  if (found) return found;
  const { artifacts } = entry.verdict;
  const long = artifacts.filter((artifact) => deservesPage(entry, artifact));
  // what a phase is judged from first, then the cycles of its classes
  const first = long.toSorted((a, b) => Number(!a.file.startsWith('phase')) - Number(!b.file.startsWith('phase')));
  const made = {
    byFile: new Map(artifacts.map((artifact) => [artifact.file, artifact])),
    paged: new Set(first.slice(0, PAGES_MAX).map(({ file }) => file)),
  };
  known.set(entry, made);
  return made;
}

export const hasOwnPage = (entry: Entry, { file }: ArtifactVerdict): boolean => artifactsOf(entry).paged.has(file);

/** The long ones, and those that no phase shows. */
function deservesPage(entry: Entry, artifact: ArtifactVerdict): boolean {
  if (!isShowable(artifact)) return false;
  if (artifact.file === SUMMARY_FILE) return isLong(artifact) && isJudgedFrom(entry, SUMMARY_FILE);
  return isLong(artifact) || !/^phase(1-node-[a-z]|[234])\.json$/.test(artifact.file);
}

const isJudgedFrom = (entry: Entry, file: string): boolean =>
  entry.verdict.phases.some(({ documents }) => documents.some((document) => document.file === file));

/** The address of one line, on the campaign page or on the artifact's own. */
export function lineHref(entry: Entry, file: string, line: number | null): string | null {
  const artifact = artifactsOf(entry).byFile.get(file);
  if (!artifact || !isShowable(artifact)) return null;
  const anchor = line === null ? '' : `#${file}-L${line}`;
  if (hasOwnPage(entry, artifact))
    return `${withBase(evidencePath(entry.id, file))}${line === null ? '' : `#L${line}`}`;
  if (deservesPage(entry, artifact)) return withBase(artifactPath(entry.id, file));
  return anchor === '' ? `#${file}` : anchor;
}

/** The anchor of a line on an artifact's own page. */
export const lineAnchor = (line: number): string => `#L${line}`;

/** An artifact inside the campaign page: whole, or its beginning and the way to the rest. */
export function inlineRaw(root: string, entry: Entry, artifact: ArtifactVerdict): RawView {
  const head = headOf(entry, artifact);
  if (!isShowable(artifact)) return head;
  const long = isLong(artifact);
  const text = textOf(root, entry, artifact.file);
  const all = linesOf(text);
  const shown = long ? all.slice(0, EXCERPT_LINES) : all;
  const folded = artifact.file === SUMMARY_FILE && !isJudgedFrom(entry, SUMMARY_FILE) ? phasesFold(shown) : null;
  const coloured = highlightLines(shown, languageOf(artifact), folded);
  const { html, lines } = numbered(coloured, `${artifact.file}-`, folded, INLINE_HTML_CHARS_MAX);
  const isCut = long || lines < shown.length;
  const cut = isCut ? `The first ${lines} lines of ${bytesInWords(artifact.bytes ?? 0)}.` : null;
  return { ...head, html, lines, open: visibleLines(shown, folded) <= SCREENFUL_LINES, cut };
}

/** An artifact on its own page: its beginning, and every line beyond it that a check was judged from. */
export function pageRaw(root: string, entry: Entry, artifact: ArtifactVerdict, hasCycles: boolean): RawView {
  const { text, cut } = readText(root, entry.id, artifact.file, PAGE_BYTES_MAX);
  const all = linesOf(text);
  const shown = all.slice(0, PAGE_LINES_MAX);
  const room = hasCycles ? CYCLES_HTML_CHARS_MAX : PAGE_HTML_CHARS_MAX;
  const { html, lines } = numbered(highlightLines(shown, languageOf(artifact)), '', null, room);
  const words = `The first ${lines} lines; the artifact holds ${bytesInWords(artifact.bytes ?? 0)}. The download is whole.`;
  return {
    ...headOf(entry, artifact),
    html: html + beyond(root, entry, artifact, lines),
    lines,
    open: true,
    cut: cut || all.length > lines ? words : null,
    pageHref: null,
  };
}

function beyond(root: string, entry: Entry, artifact: ArtifactVerdict, shown: number): string {
  const wanted = judgedLines(root, entry, artifact.file)
    .filter((line) => line > shown)
    .slice(0, BEYOND_LINES_MAX);
  if (wanted.length === 0) return '';
  const all = linesOf(textOf(root, entry, artifact.file));
  const lines = wanted.map((line) => {
    const [html = ''] = highlightLines([all[line - 1] ?? ''], languageOf(artifact));
    return numberedLine(html, '', line);
  });
  return `<span class="fold">beyond line ${shown}: the lines that a check was judged from</span>\n${lines.join('')}`;
}

function headOf(entry: Entry, artifact: ArtifactVerdict): RawView {
  const { file, bytes, sha256, provenance, why, departs } = artifact;
  return {
    file,
    facts: bytes === null ? 'no bytes' : bytesInWords(bytes),
    provenance,
    sha256,
    html: '',
    lines: 0,
    open: false,
    cut: null,
    pageHref: hasOwnPage(entry, artifact) ? withBase(evidencePath(entry.id, file)) : null,
    downloadHref: bytes !== null && isPublished(file) ? withBase(artifactPath(entry.id, file)) : null,
    problem: departs?.detail ?? why?.detail ?? null,
  };
}

const languageOf = ({ file, state }: ArtifactVerdict): 'json' | 'text' =>
  file.endsWith('.jsonl') || (file.endsWith('.json') && state !== 'unreadable') ? 'json' : 'text';

function linesOf(text: string): string[] {
  const lines = text.split(/\r\n|\n|\r/);
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** The embedded phase documents of a pretty-printed summary: each is shown in its own phase. */
function phasesFold(lines: readonly string[]): Fold | null {
  const from = lines.indexOf('  "phases": [');
  const to = from === -1 ? -1 : lines.findIndex((line, index) => index > from && /^ {2}\],?$/.test(line));
  return to - from > 3 ? { from, to } : null;
}

const visibleLines = (lines: readonly string[], fold: Fold | null): number =>
  lines.length - (fold === null ? 0 : fold.to - fold.from - 1);

/** As many of the lines as there is room for, the first at least. */
function numbered(
  lines: readonly string[],
  prefix: string,
  fold: Fold | null,
  chars_max: number,
): { html: string; lines: number } {
  const out: string[] = [];
  let chars = 0;
  for (const [index, html] of lines.entries()) {
    if (fold && index > fold.from && index < fold.to) {
      if (index === fold.from + 1) out.push(`<span class="fold">${escapeHtml(foldWords(fold))}</span>\n`);
      continue;
    }
    // as it will be shown: a character that is not seen becomes eight that are
    const line = numberedLine(visible(html), prefix, index + 1);
    chars += line.length;
    if (chars > chars_max && index > 0) return { html: out.join(''), lines: index };
    out.push(line);
  }
  return { html: out.join(''), lines: lines.length };
}

const numberedLine = (html: string, prefix: string, line: number): string =>
  `<span class="l" id="${prefix}L${line}"><i>${line}</i>${html}</span>\n`;

const foldWords = ({ from, to }: Fold): string =>
  `    lines ${from + 2} to ${to}: the phase documents, each shown in its phase above`;
