// Finds JSON objects that a program printed, one member a line (jq, JSON.stringify with an indent), or whole on
// one line. Indentation is what tells a document's own lines from those that other programs wrote between them:
// a line at the document's indentation that does not continue it ends the search from there, any other is passed over.
// The text is kept as printed; nothing is serialised again.

import { visit } from 'jsonc-parser';
import {
  DOCUMENT_CHARS_MAX,
  DOCUMENT_COUNT_MAX,
  DOCUMENT_DEPTH_MAX,
  FOREIGN_LINES_MAX,
  SEARCH_STEPS_MAX,
} from '../limits.ts';
import type { LogLine } from '../lines.ts';
import { type Frame, memberOf, openFrame } from './member.ts';

export interface PrintedDocument {
  /** The document's own text, its outer indentation taken off. */
  text: string;
  value: Record<string, unknown>;
  /** Positions in the given lines. */
  first: number;
  last: number;
  /** The line that each line of the text came from. */
  lines: number[];
  /** A bare `***` stood where a value belongs: the text is not what the program printed. */
  repaired: boolean;
  /** The indentation of the line that it began on. */
  indent: number;
  /** What was before its first brace, and behind its last. */
  before: string;
  behind: string;
}

export interface Search {
  documents: PrintedDocument[];
  /** A limit ended the search early. */
  limited: boolean;
}

export function findDocuments(lines: readonly LogLine[]): Search {
  const documents: PrintedDocument[] = [];
  const budget = { steps: SEARCH_STEPS_MAX };
  let at = 0;
  let from = 0;
  while (at < lines.length) {
    if (budget.steps <= 0 || documents.length >= DOCUMENT_COUNT_MAX) return { documents, limited: true };
    budget.steps -= 1;
    const found = documentAt(lines, at, from, budget);
    if (found) {
      documents.push(found.document);
      at = found.document.last;
      from = found.rest;
    } else {
      at += 1;
      from = 0;
    }
  }
  return { documents, limited: false };
}

interface Hit {
  document: PrintedDocument;
  /** Where the closing line goes on after the document. */
  rest: number;
}

function documentAt(lines: readonly LogLine[], at: number, from: number, budget: { steps: number }): Hit | null {
  const line = lines[at];
  if (!line || line.cut || line.kind !== 'output') return null;
  const text = from > 0 ? line.text.slice(from) : line.text;
  const trimmed = text.trim();
  if (trimmed.length > 2 && trimmed.startsWith('{') && trimmed.endsWith('}')) return onOneLine(line, trimmed, at);
  if (!trimmed.endsWith('{')) return null;
  // After other text an opening counts only where the line is not itself part of an indented block of code.
  if (trimmed !== '{' && /^\s/.test(text)) return null;
  const hit = overLines(lines, at, /^\s*/.exec(text)?.[0] ?? '', budget);
  if (!hit) return null;
  const behind = lines[hit.document.last]?.text.slice(hit.rest) ?? '';
  return { ...hit, document: { ...hit.document, before: trimmed.slice(0, -1), behind } };
}

function onOneLine(line: LogLine, trimmed: string, at: number): Hit | null {
  if (trimmed.length > DOCUMENT_CHARS_MAX) return null;
  const value = parseObject(trimmed);
  if (!value || Object.keys(value).length === 0 || repeatsKey(trimmed)) return null;
  const place = { first: at, last: at, lines: [at], indent: line.text.search(/\S/), before: '', behind: '' };
  return { document: { text: trimmed, value, repaired: false, ...place }, rest: line.text.length };
}

function overLines(lines: readonly LogLine[], at: number, leading: string, budget: { steps: number }): Hit | null {
  const frame = openFrame(leading);
  const taken = [at];
  let foreign = 0;
  let chars = 0;
  for (let next = at + 1; next < lines.length; next += 1) {
    const line = lines[next];
    budget.steps -= 1;
    if (!line || budget.steps <= 0) return null;
    const step = line.kind === 'output' ? memberOf(frame, line.text) : 'foreign';
    if (step === 'broken' || line.cut) return null;
    if (step === 'foreign') {
      foreign += 1;
      if (foreign > FOREIGN_LINES_MAX) return null;
      continue;
    }
    taken.push(next);
    chars += line.text.length;
    if (chars > DOCUMENT_CHARS_MAX) return null;
    if (step !== 'member') return closed(frame, taken, step.rest);
  }
  return null;
}

function closed(frame: Frame, lines: number[], rest: number): Hit | null {
  const text = ['{', ...frame.texts].join('\n');
  const value = parseObject(text);
  if (!value || Object.keys(value).length === 0) return null;
  const [first = 0, last = first] = [lines[0], lines.at(-1)];
  const place = { first, last, lines, indent: frame.leading.length, before: '', behind: '' };
  return { document: { text, value, repaired: frame.repaired, ...place }, rest };
}

function parseObject(text: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
    return depthOf(text) > DOCUMENT_DEPTH_MAX ? null : (value as Record<string, unknown>);
  } catch {
    return null;
  }
}

/** The later of two equal keys would win, unseen; no printer writes one twice. */
function repeatsKey(text: string): boolean {
  let repeated = false;
  const open: Set<string>[] = [];
  visit(text, {
    onObjectBegin: () => {
      open.push(new Set());
    },
    onObjectEnd: () => {
      open.pop();
    },
    onObjectProperty: (key) => {
      repeated ||= open.at(-1)?.has(key) ?? false;
      open.at(-1)?.add(key);
    },
  });
  return repeated;
}

/** Deeper ones would overflow the stack of whoever walks them. */
function depthOf(text: string): number {
  let depth = 0;
  let deepest = 0;
  for (const bracket of text.replace(/"[^"\\]*(?:\\.[^"\\]*)*"/g, '').match(/[{}[\]]/g) ?? []) {
    depth += bracket === '{' || bracket === '[' ? 1 : -1;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}
