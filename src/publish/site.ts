// Building and serving, through the site generator's own programming interface.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'astro';

/** The project's own folder, whatever folder a command is run from. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Builds the site; gives the exit code: 1 where an analysis does not hold. */
export async function buildSite({ dist }: { dist: string }): Promise<0 | 1> {
  try {
    await build({ root: PROJECT, outDir: dist, logLevel: 'warn' });
    return 0;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AnalysisDoesNotHold') throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}
