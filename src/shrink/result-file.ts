// Where a result is kept: beside the campaign's artifacts, whole under another name first, and never over an earlier one.

import { linkSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Shrink, shrinkFile, shrinkSchema } from '../contract/shrink.ts';

const RESULTS_MAX = 1_000;

/** @returns the name of the file: the first of its cycle, or the next number that is free */
export function keepResult(folder: string, result: Shrink): string {
  const text = `${JSON.stringify(shrinkSchema.parse(result), null, 2)}\n`;
  const partial = join(folder, `${shrinkFile(result.class, result.cycle)}.${process.pid}.partial`);
  try {
    writeFileSync(partial, text);
    for (let n = 1; n <= RESULTS_MAX; n++) {
      const file = shrinkFile(result.class, result.cycle, n);
      if (isLinked(partial, join(folder, file))) return file;
    }
  } finally {
    rmSync(partial, { force: true });
  }
  throw new Error(`expected room for one more result, found ${RESULTS_MAX} of this cycle in ${folder}`);
}

/** A link fails where the name is taken; a rename would silently replace. */
function isLinked(partial: string, path: string): boolean {
  try {
    linkSync(partial, path);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
