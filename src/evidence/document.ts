// Bytes to a JSON object, or why not, with the first line that shows it.

import { isUtf8 } from 'node:buffer';
import { type ParseError, parse } from 'jsonc-parser';
import type { JsonObject, ReadingProblem, Unreadable } from '../contract/reading.ts';

const EXCERPT_CHARS_MAX = 160;
/** How far into a broken document the exact place of the error is looked for. */
const ERROR_SCAN_CHARS_MAX = 256 * 1024;

type Parsed = { state: 'document'; document: JsonObject } | { state: 'unreadable'; why: Unreadable };

/** A leading byte order mark is skipped, as `TextDecoder` does. */
const decoder = new TextDecoder('utf-8');

export function parseDocument(file: string, bytes: Buffer): Parsed {
  if (!isUtf8(bytes)) return unreadable('not UTF-8', `${file} is not UTF-8 text`, bytes.toString('latin1'), 0);
  const text = decoder.decode(bytes);
  if (text.trim() === '') {
    const found = bytes.length === 0 ? 'is empty' : 'holds white space only';
    return unreadable('empty', `${file} ${found}; expected a JSON object`, null, 0);
  }
  try {
    const document: unknown = JSON.parse(text);
    if (typeof document === 'object' && document !== null && !Array.isArray(document)) {
      return { state: 'document', document: document as JsonObject };
    }
    const found = Array.isArray(document) ? 'a list' : document === null ? 'null' : `a ${typeof document}`;
    return unreadable('not an object', `${file} holds ${found}; expected a JSON object`, text, 0);
  } catch {
    return unreadable('not JSON', `${file} is not JSON`, text, errorOffset(text));
  }
}

/** Where the text stops being JSON; its end where it was cut off. */
function errorOffset(text: string): number {
  const errors: ParseError[] = [];
  parse(text.slice(0, ERROR_SCAN_CHARS_MAX), errors, { disallowComments: true });
  return errors[0]?.offset ?? Math.min(text.length, ERROR_SCAN_CHARS_MAX);
}

function unreadable(
  problem: ReadingProblem,
  detail: string,
  text: string | null,
  offset: number,
): { state: 'unreadable'; why: Unreadable } {
  if (text === null) return { state: 'unreadable', why: { problem, detail, line: null, excerpt: null } };
  const line = text.slice(0, offset).split('\n').length;
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  const excerpt = text.slice(start, Math.min(end === -1 ? text.length : end, start + EXCERPT_CHARS_MAX)).trimEnd();
  return { state: 'unreadable', why: { problem, detail: `${detail}; line ${line}: ${excerpt}`, line, excerpt } };
}
