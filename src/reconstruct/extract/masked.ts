// The runner writes *** for whatever it takes for a secret. What it covered is lost, and that it was covered is not:
// the stars stay where they are, so that whoever judges the document knows of a value that nobody can read.

import { applyEdits, modify } from 'jsonc-parser';

const MASK = '***';
const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: '\n' } };

/** The paths that nobody can read: masked values, and objects with a masked key, of which any member may be gone. */
export function maskedPaths(value: unknown, path: string[] = []): string[][] {
  if (typeof value === 'string') return holdsMask(value) ? [path] : [];
  if (typeof value !== 'object' || value === null) return [];
  if (path.length > 0 && holdsMask(Object.keys(value))) return [path];
  return Object.entries(value).flatMap(([key, member]) =>
    holdsMask(key) ? [[key]] : maskedPaths(member, [...path, key]),
  );
}

/** Of a text, or of any text in a list. */
export function holdsMask(value: unknown): boolean {
  if (typeof value === 'string') return value.includes(MASK);
  return Array.isArray(value) && value.some(holdsMask);
}

/** The text is edited and not written again, so that every other value keeps its digits. */
export const withMember = (text: string, key: string, value: unknown): string =>
  applyEdits(text, modify(text, [key], value, FORMAT));
