// A check as a row: what was expected beside what was found, and the way to the line it came from.

import type { Entry } from '../../../catalogue/catalogue.ts';
import type { Check } from '../../../contract/verdict.ts';
import { type Mark, okMark } from '../../words.ts';
import { lineHref } from '../raw.ts';
import { nodeOf } from './equal-nodes.ts';
import { gotOf } from './got.ts';

export interface CheckRow {
  id: string;
  /** Of a check that is made of each node. */
  node: string | null;
  file: string | null;
  ok: 'true' | 'false' | 'unknown';
  mark: Mark;
  label: string;
  expected: string;
  got: string;
  aside: string | null;
  evidence: { text: string; file: string; line: number | null; href: string | null } | null;
}

export function checkRow(entry: Entry, check: Check, line: number | null, aside: string | null): CheckRow {
  const { id, ok, label, expected, file } = check;
  const found = gotOf(check);
  return {
    id,
    node: nodeOf(id),
    file,
    ok: ok === null ? 'unknown' : `${ok}`,
    mark: okMark(ok),
    label,
    expected,
    got: found.got,
    aside: aside ?? found.aside,
    evidence:
      file === null
        ? null
        : { text: placeInWords(file, line, check.got), file, line, href: lineHref(entry, file, line) },
  };
}

/** A value nested too deeply to locate was found all the same. */
function placeInWords(file: string, line: number | null, got: unknown): string {
  if (line !== null) return `${file}:${line}`;
  return got === null ? `not in ${file}` : file;
}
