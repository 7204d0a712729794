// The runner writes *** for whatever it takes for a secret. A value that holds it is lost: it leaves the document.
// Within a list the whole list goes, for a shorter list of errors would be a better result than the run had.
// The text is edited and not serialised again, so that every other value keeps its digits.

import { applyEdits, type JSONPath, modify } from 'jsonc-parser';

const MASK = '***';
const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** The paths that must go, outermost first and none within another. */
export function maskedPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return value.includes(MASK) ? [path] : [];
  if (Array.isArray(value)) return value.some((item) => maskedPaths(item).length > 0) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  const members = Object.entries(value);
  // With a lost key nobody knows which members are there; at the top of a document the member alone goes.
  if (path.length > 0 && members.some(([key]) => key.includes(MASK))) return [path];
  return members.flatMap(([key, member]) => (key.includes(MASK) ? [[key]] : maskedPaths(member, [...path, key])));
}

export const withoutPaths = (text: string, paths: readonly string[][]): string =>
  paths.reduce((kept, path) => edited(kept, path, undefined), text);

export const withMember = (text: string, key: string, value: string): string => edited(text, [key], value);

function edited(text: string, path: JSONPath, value: unknown): string {
  return applyEdits(text, modify(text, path, value, FORMAT));
}
