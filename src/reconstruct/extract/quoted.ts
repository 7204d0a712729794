// A document that a program only talks about is no evidence: one inside an echoed command, a difference between two
// texts, or what a test expected and what it got. The words beside it tell, never its content.

import { ENCLOSING_LINES_MAX } from '../limits.ts';
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

export function isQuoted(lines: readonly LogLine[], document: PrintedDocument): boolean {
  if (BEFORE.test(document.before) || WORDS.test(document.before) || BEHIND.test(document.behind)) return true;
  return standsQuoted(lines, document.first);
}

/** Whether the line, or one that encloses it, was announced as a quotation. */
export function standsQuoted(lines: readonly LogLine[], at: number): boolean {
  const outer = outermost(lines, at);
  const opening = lines[outer]?.text ?? '';
  if (outer !== at && /\{\s*$/.test(opening)) {
    const before = opening.trimEnd().slice(0, -1);
    if (BEFORE.test(before) || WORDS.test(before)) return true;
  }
  let seen = 0;
  for (let above = outer - 1; above >= 0 && seen < LINES_BEFORE; above -= 1) {
    const text = lines[above]?.text ?? '';
    if (text.trim() === '') continue;
    seen += 1;
    if (ANNOUNCED.test(text) || (TRACE.test(text) && opensQuote(text))) return true;
  }
  return false;
}

/** The line that the deepest nesting around this one begins with: each step goes to one that is indented less. */
function outermost(lines: readonly LogLine[], at: number): number {
  let outer = at;
  let indent = indentOf(lines[at]);
  for (let above = at - 1; above >= 0 && at - above <= ENCLOSING_LINES_MAX && indent > 0; above -= 1) {
    const line = lines[above];
    if (line?.kind !== 'output' || line.text.trim() === '') continue;
    const own = indentOf(line);
    if (own >= indent) continue;
    // Whatever does not open anything is no line around this one.
    if (!/[{[]\s*$/.test(line.text)) break;
    outer = above;
    indent = own;
  }
  return outer;
}

const indentOf = (line: LogLine | undefined): number => Math.max(0, line?.text.search(/\S/) ?? 0);
const opensQuote = (text: string): boolean => (text.match(/'/g) ?? []).length % 2 === 1;
