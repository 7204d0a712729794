// Building, through the site generator's own programming interface. Of everything else that the project does nothing
// is loaded here: what a build loads, it waits for.

import { mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { useCompiled } from './compiled.ts';
import type { Opened } from './desk-messages.ts';
import { openDesk } from './evidence-desk.ts';
import { BUILT_HERE, enterProject, PROJECT } from './project.ts';
import { demandCampaigns, demandSettings, isInside, siteFolder } from './settings.ts';
import { DRAWING, mirror } from './site-folder.ts';

/** Builds the site; gives the exit code: 1 where an analysis does not hold. */
export async function buildSite({ dist }: { dist: string }): Promise<0 | 1> {
  demandSettings();
  demandCampaigns();
  const wanted = siteFolder(dist);
  mkdirSync(wanted, { recursive: true });
  if (canBuildInto(wanted)) return buildInto(wanted);
  const code = await buildInto(BUILT_HERE);
  if (code === 0) mirror(BUILT_HERE, wanted);
  return code;
}

/**
 * The generator moves files, which works within one file system only. It runs what it bundles beside the site, and
 * takes a folder for one of the project's own by the beginning of its path: `/src/site-two` for one inside `/src/site`.
 */
function canBuildInto(dist: string): boolean {
  const isBeside = dist.startsWith(PROJECT) && !isInside(dist, PROJECT);
  return !isBeside && statSync(dist).dev === statSync(PROJECT).dev;
}

async function buildInto(outDir: string): Promise<0 | 1> {
  enterProject();
  useCompiled();
  const desk = openDesk(outDir);
  roomForGarbage(1);
  const ready = desk.opened.then(tell).then(() => roomForGarbage(2));
  // It is awaited later, by the generator.
  ready.catch(() => undefined);
  try {
    // Loaded while the evidence is read.
    const { build } = await import('astro');
    const vite = { build: { emptyOutDir: false }, plugins: [evidenceFirst(ready)] };
    await build({ root: PROJECT, outDir, logLevel: 'warn', vite }, WITHOUT_TYPES);
    process.stderr.write(`${await desk.close()}\n`);
    return 0;
  } catch (error) {
    await desk.abandon();
    rmSync(join(outDir, DRAWING), { recursive: true, force: true });
    const refused = await Promise.race([ready, null]).catch((refusal: unknown) => refusal);
    if (!(refused instanceof AnalysisDoesNotHold)) throw error;
    process.stderr.write(`error: ${refused.message}\n`);
    return 1;
  }
}

/**
 * How fast the engine lets its young objects take more memory: 2 is its own rule. While the generator is loaded beside
 * the reading threads, more room would take memory (some 50 MB) and save little time.
 */
const roomForGarbage = (growth: 1 | 2): void => setFlagsFromString(`--semi-space-growth-factor=${growth}`);

function tell({ lines, errors }: Opened): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
  if (errors > 0) throw new AnalysisDoesNotHold(errors);
}

/** The generator would start a second server to write the types of its content collections, of which there are none. */
const WITHOUT_TYPES = { devOutput: false, sync: false };

/**
 * After the code of the pages (site-folder.ts) the browser’s files are the first in the site’s folder; it is ready for them once everything was read.
 * At the start and no later: an error in any other hook leaves the bundler waiting for ever.
 */
const evidenceFirst = (ready: Promise<void>) => ({
  name: 'proofhouse:evidence-first',
  applyToEnvironment: ({ name }: { name: string }) => name === 'client',
  buildStart: () => ready,
});

/** The lines before it have said where; this only stops the build. */
class AnalysisDoesNotHold extends Error {
  constructor(count: number) {
    super(
      count === 1
        ? 'one statement of an analysis does not hold; see above'
        : `${count} statements of an analysis do not hold; see above`,
    );
    this.name = 'AnalysisDoesNotHold';
  }
}
