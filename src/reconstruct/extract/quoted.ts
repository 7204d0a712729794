// A document that a program only talks about is no evidence: one inside an echoed command, a difference between two
// texts, or what a test expected and what it got. The words beside it tell, never its content.

import { DOCUMENT_DEPTH_MAX } from '../limits.ts';
import type { LogLine } from '../lines.ts';
import type { PrintedDocument } from './documents.ts';

const WORDS = /\b(?:expected|received|actual|got|want(?:ed)?|diff|assert\w*|to\s?equal|deep\s?equal|echo|printf)\b/i;
/** A prompt, a trace of the shell, a sign of a difference, or a quote that is open. */
const BEFORE = /^\s*(?:[-+<>$#%](?:\s|$))|['"`]|<</;
const BEHIND = /^\s*(?:['"`)]|to\b|but\b)/;
/** A line that announces what follows. */
const ANNOUNCED =
  /^\W*(?:expected|received|actual|got|want(?:ed)?)\b[\w ]{0,30}(?:[:=]\s*[|>]?-?)?\s*$|^(?:diff |--- |\+\+\+ |@@ )|\bAssertionError\b|\bto (?:deeply |strictly )?(?:equal|match)\b|<<-?\s*['"]?\w+['"]?\s*$/i;
const TRACE = /^\++ /;
const LINES_BEFORE = 3;

/** Of each line, the nearest one above that is indented less, or -1: in one pass, however deep and long the log is. */
export function enclosingLines(lines: readonly LogLine[]): Int32Array {
  const above = new Int32Array(lines.length).fill(-1);
  const open: { at: number; indent: number }[] = [];
  for (const [at, line] of lines.entries()) {
    const indent = line.kind === 'output' ? line.text.search(/\S/) : -1;
    if (indent < 0) continue;
    while ((open.at(-1)?.indent ?? -1) >= indent) open.pop();
    above[at] = open.at(-1)?.at ?? -1;
    open.push({ at, indent });
  }
  return above;
}

export function isQuoted(lines: readonly LogLine[], above: Int32Array, document: PrintedDocument): boolean {
  if (BEFORE.test(document.before) || WORDS.test(document.before) || BEHIND.test(document.behind)) return true;
  return isWithinQuotation(lines, above, document.first);
}

/** Whether the line, or one that encloses it, was announced as a quotation. */
export function isWithinQuotation(lines: readonly LogLine[], above: Int32Array, at: number): boolean {
  const outer = outermost(lines, above, at);
  const opening = lines[outer]?.text ?? '';
  if (outer !== at && /\{\s*$/.test(opening)) {
    const before = opening.trimEnd().slice(0, -1);
    if (BEFORE.test(before) || WORDS.test(before)) return true;
  }
  let seen = 0;
  for (let before = outer - 1; before >= 0 && seen < LINES_BEFORE; before -= 1) {
    const { text = '', kind } = lines[before] ?? {};
    // The script that a step shows before it begins announces nothing of what the step prints.
    if (kind !== 'output') break;
    if (text.trim() === '') continue;
    seen += 1;
    if (ANNOUNCED.test(text) || (TRACE.test(text) && opensQuote(text))) return true;
  }
  return false;
}

/** The line that the nesting around this one begins with: each step goes to one that is indented less and opens. */
function outermost(lines: readonly LogLine[], above: Int32Array, at: number): number {
  let outer = at;
  for (let steps = 0; steps < DOCUMENT_DEPTH_MAX; steps += 1) {
    const next = above[outer] ?? -1;
    if (next < 0 || !/[{[]\s*$/.test(lines[next]?.text ?? '')) break;
    outer = next;
  }
  return outer;
}

const opensQuote = (text: string): boolean => (text.match(/'/g) ?? []).length % 2 === 1;
