// Bytes to a JSON object, or why not, with the first line that shows it.

import { isUtf8 } from 'node:buffer';
import { visit } from 'jsonc-parser';
import { isObject } from '../contract/json-object.ts';
import type { JsonObject, ReadingProblem, Unreadable } from '../contract/reading.ts';
import { visible } from '../contract/visible-text.ts';

const EXCERPT_CHARS_MAX = 160;

type NoDocument = { state: 'unreadable'; why: Unreadable };
type Parsed = { state: 'document'; document: JsonObject } | NoDocument;

/** A leading byte order mark is skipped, as `TextDecoder` does; what is not UTF-8 becomes U+FFFD. */
const decoder = new TextDecoder('utf-8');

export function parseDocument(file: string, bytes: Buffer): Parsed {
  const text = decoder.decode(bytes);
  if (!isUtf8(bytes)) return unreadable('not UTF-8', `${file} is not UTF-8 text`, text, text.indexOf('\uFFFD'));
  if (text.trim() === '') {
    const found = bytes.length === 0 ? 'is empty' : 'holds white space only';
    return unreadable('empty', `${file} ${found}; expected a JSON object`, text, null);
  }
  try {
    const document: unknown = JSON.parse(text);
    if (isObject(document)) return { state: 'document', document };
    const found = Array.isArray(document) ? 'a list' : document === null ? 'null' : `a ${typeof document}`;
    return unreadable('not an object', `${file} holds ${found}; expected a JSON object`, text, text.search(/\S/));
  } catch {
    return unreadable('not JSON', `${file} is not JSON`, text, errorOffset(text));
  }
}

/** Where the text stops being JSON, its end where it was cut off; null where it is nested too deeply to walk. */
function errorOffset(text: string): number | null {
  const end = text.trimEnd().length;
  const found = new Error('the first error ends the walk');
  let first = end;
  const onError = (_code: number, offset: number) => {
    first = Math.min(offset, end);
    throw found;
  };
  try {
    visit(text, { onError }, { disallowComments: true });
  } catch (error) {
    if (error instanceof RangeError) return null;
    if (error !== found) throw error;
  }
  return first;
}

function unreadable(problem: ReadingProblem, detail: string, text: string, offset: number | null): NoDocument {
  if (offset === null) return { state: 'unreadable', why: { problem, detail, line: null, excerpt: null } };
  const line = lineAt(text, offset);
  const start = offset === 0 ? 0 : text.lastIndexOf('\n', offset - 1) + 1;
  const end = text.indexOf('\n', start);
  const cut = text.slice(start, Math.min(end === -1 ? text.length : end, start + EXCERPT_CHARS_MAX));
  const excerpt = visible(cut.replace(/\t/g, ' ')).trimEnd();
  return { state: 'unreadable', why: { problem, detail: `${detail}; line ${line}: ${excerpt}`, line, excerpt } };
}

/** Counted without copies: a document may be one line of millions. */
function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1 && at < offset; at = text.indexOf('\n', at + 1)) line++;
  return line;
}
