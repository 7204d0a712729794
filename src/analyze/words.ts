// The pieces that a draft is written in: values of the evidence, each bound to its place, and names as code, which
// assert nothing. What is not recorded is left out of a sentence; nothing is written in its place.

import { resolveFact } from '../analysis/fact.ts';
import type { FactSources } from '../catalogue/fact-sources.ts';
import { visibleLine } from '../contract/visible-text.ts';

const CODE_CHARS_MAX = 200;
/** A longer value stands in no sentence. */
const FACT_CHARS_MAX = 200;
const PATH = /^[\w.-]+$/;

/** Any text, as it is. */
export function code(text: string): string {
  const line = visibleLine(text, CODE_CHARS_MAX).trim() || 'no name';
  const longest = Math.max(0, ...[...line.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${line}${fence}` : `${fence} ${line} ${fence}`;
}

/** The value at a path; null where the evidence has none that fits a sentence. */
export type Bind = (path: string, as?: 'plain') => string | null;

export const binder =
  ({ documents }: FactSources): Bind =>
  (path, as) => {
    const found = PATH.test(path) ? resolveFact(documents, path) : null;
    if (found === null || !('value' in found) || String(found.value).length > FACT_CHARS_MAX) return null;
    if (as !== undefined && typeof found.value !== 'number') return null;
    return `<Fact of="${path}"${as === undefined ? '' : ` as="${as}"`} />`;
  };

/** `a, b and c`. */
export const listed = (items: readonly string[]): string =>
  items.length < 2 ? (items[0] ?? '') : `${items.slice(0, -1).join(', ')} and ${items.at(-1)}`;

/** The first few, and that there are more. */
export function some(items: readonly string[], most: number): string {
  return items.length > most ? `${items.slice(0, most).join(', ')} and more` : listed(items);
}

/** Parts that are there. */
export const joined = (...parts: (string | null | false)[]): string =>
  parts.filter((part): part is string => typeof part === 'string' && part !== '').join(' ');
