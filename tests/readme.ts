// The blocks of code in the README, so that what it shows is what is run.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const README = join(import.meta.dirname, '../README.md');

/** The one block of that language that holds these words. */
export function readmeBlock(language: string, words: string): string {
  const blocks = [...readFileSync(README, 'utf8').matchAll(/^```(\w+)\n(.*?)^```/gms)];
  const found = blocks.filter(([, of, text]) => of === language && text?.includes(words));
  if (found.length !== 1)
    throw new Error(`README.md: expected one block of ${language} with ${words}, found ${found.length}`);
  return found[0]?.[2] ?? '';
}
