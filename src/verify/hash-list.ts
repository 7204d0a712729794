// The list of hashes of a published campaign, in the form that `sha256sum` writes: 64 digits, two spaces, a name. It
// comes from somewhere else, so its names are believed only where they can be nothing but a file of the campaign.

import { isPublished } from '../contract/names.ts';
import { visibleLine } from '../contract/visible-text.ts';

export interface HashLine {
  file: string;
  sha256: string;
}

/** More files than any campaign has. */
export const LISTED_FILES_MAX = 25_000;

const LINE = /^([0-9a-f]{64}) [ *](.+)$/;
const SHOWN_CHARS_MAX = 120;

/** @throws Error that names the first line which is no line of such a list */
export function parseHashList(text: string, name: string): HashLine[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  if (lines.length > LISTED_FILES_MAX)
    throw new Error(`${name}: expected at most ${LISTED_FILES_MAX} lines, found ${lines.length}`);
  const found = new Map<string, HashLine>();
  for (const [index, line] of lines.entries()) {
    const [, sha256 = '', file = ''] = LINE.exec(line) ?? [];
    const refuse = (expected: string) => {
      const shown = JSON.stringify(visibleLine(line, SHOWN_CHARS_MAX));
      return new Error(`${name}, line ${index + 1}: expected ${expected}, found ${shown}`);
    };
    if (sha256 === '') throw refuse('64 digits of a SHA-256, two spaces and a file name');
    if (!isPublished(file)) throw refuse('the name of a published artifact, without a folder');
    if (found.has(file)) throw refuse('each file once');
    found.set(file, { file, sha256 });
  }
  return [...found.values()];
}
