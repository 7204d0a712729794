// A check as a row: what was expected beside what was found, and the way to the line it came from.

import type { Check } from '../contract/verdict.ts';
import type { Entry } from './catalogue.ts';
import { lineHref } from './raw.ts';
import { type Mark, okMark } from './words.ts';

export interface CheckRow {
  id: string;
  ok: 'true' | 'false' | 'unknown';
  mark: Mark;
  label: string;
  expected: string;
  got: string;
  aside: string | null;
  evidence: { text: string; href: string | null } | null;
}

export function checkRow(entry: Entry, check: Check, line: number | null, aside: string | null): CheckRow {
  const { id, ok, label, expected, file } = check;
  return {
    id,
    ok: ok === null ? 'unknown' : `${ok}`,
    mark: okMark(ok),
    label,
    expected,
    got: gotInWords(check.got),
    aside,
    evidence: file === null ? null : { text: placeInWords(file, line, check.got), href: lineHref(entry, file, line) },
  };
}

/** A value nested too deeply to locate was found all the same. */
function placeInWords(file: string, line: number | null, got: unknown): string {
  if (line !== null) return `${file}:${line}`;
  return got === null ? `not in ${file}` : file;
}

const GOT_CHARS_MAX = 160;

/** A value as found, short enough for a cell; the raw artifact shows it whole. */
export function gotInWords(got: unknown): string {
  if (got === null || got === undefined) return 'absent';
  if (Array.isArray(got) && got.length === 0) return 'none';
  const text =
    typeof got === 'string'
      ? got === ''
        ? '“”'
        : got
      : Array.isArray(got) && got.every((item) => typeof item === 'string')
        ? got.join(', ')
        : safeJson(got);
  return text.length > GOT_CHARS_MAX ? `${text.slice(0, GOT_CHARS_MAX)}…` : text;
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch {
    return 'a value that is nested too deeply to show';
  }
}
