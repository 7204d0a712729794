// Raw evidence as a page shows it: numbered lines, highlighted, bounded, with its hash and its download.

import type { Entry } from '../../catalogue/catalogue.ts';
import { judgedLines, textOf } from '../../catalogue/texts.ts';
import { isPublished, SUMMARY_FILE } from '../../contract/names.ts';
import type { ArtifactVerdict } from '../../contract/verdict.ts';
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

/** Which artifacts have a page of their own: the long ones, and those that no phase shows. */
export function hasOwnPage(entry: Entry, artifact: ArtifactVerdict): boolean {
  if (!isShowable(artifact)) return false;
  if (artifact.file === SUMMARY_FILE) return isLong(artifact) && isJudgedFrom(entry, SUMMARY_FILE);
  return isLong(artifact) || !/^phase(1-node-[a-z]|[234])\.json$/.test(artifact.file);
}

const isJudgedFrom = (entry: Entry, file: string): boolean =>
  entry.verdict.phases.some(({ documents }) => documents.some((document) => document.file === file));

/** The address of one line, on the campaign page or on the artifact's own. */
export function lineHref(entry: Entry, file: string, line: number | null): string | null {
  const artifact = entry.verdict.artifacts.find((candidate) => candidate.file === file);
  if (!artifact || !isShowable(artifact)) return null;
  const anchor = line === null ? '' : `#${file}-L${line}`;
  if (hasOwnPage(entry, artifact))
    return `${withBase(evidencePath(entry.id, file))}${line === null ? '' : `#L${line}`}`;
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
  const html = numbered(highlightLines(shown, languageOf(artifact), folded), `${artifact.file}-`, folded);
  const cut = long ? `The first ${shown.length} lines of ${bytesInWords(artifact.bytes ?? 0)}.` : null;
  return { ...head, html, lines: shown.length, open: visibleLines(shown, folded) <= SCREENFUL_LINES, cut };
}

/** An artifact on its own page: its beginning, and every line beyond it that a check was judged from. */
export function pageRaw(root: string, entry: Entry, artifact: ArtifactVerdict): RawView {
  const { text, cut } = readText(root, entry.id, artifact.file, PAGE_BYTES_MAX);
  const all = linesOf(text);
  const shown = all.slice(0, PAGE_LINES_MAX);
  const html =
    numbered(highlightLines(shown, languageOf(artifact)), '', null) + beyond(root, entry, artifact, shown.length);
  const words = `The first ${shown.length} lines; the artifact holds ${bytesInWords(artifact.bytes ?? 0)}. The download is whole.`;
  return {
    ...headOf(entry, artifact),
    html,
    lines: shown.length,
    open: true,
    cut: cut || all.length > shown.length ? words : null,
    pageHref: null,
  };
}

function beyond(root: string, entry: Entry, artifact: ArtifactVerdict, shown: number): string {
  const wanted = judgedLines(root, entry, artifact.file).filter((line) => line > shown);
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

function numbered(lines: readonly string[], prefix: string, fold: Fold | null): string {
  const out: string[] = [];
  for (const [index, html] of lines.entries()) {
    if (fold && index > fold.from && index < fold.to) {
      if (index === fold.from + 1) out.push(`<span class="fold">${escapeHtml(foldWords(fold))}</span>\n`);
      continue;
    }
    out.push(numberedLine(html, prefix, index + 1));
  }
  return out.join('');
}

const numberedLine = (html: string, prefix: string, line: number): string =>
  `<span class="l" id="${prefix}L${line}"><i>${line}</i>${html}</span>\n`;

const foldWords = ({ from, to }: Fold): string =>
  `    lines ${from + 2} to ${to}: the phase documents, each shown in its phase above`;
