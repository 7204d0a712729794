// The project's own folder, whatever folder a command is run from, and what a build leaves in it for the next.

import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';

export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

/** Beside the generator's own caches, and as safe to remove. */
const LEFT = join(PROJECT, 'node_modules/.astro');

/** What was built, by the folder of the site: tests and releases may share a project. */
export const MEMORY = join(LEFT, 'built-campaigns.json');
/** What the engine made of the code. */
export const COMPILED = join(LEFT, 'compiled');
/** Where a site is built that belongs on another file system. */
export const BUILT_HERE = join(LEFT, 'site');

/**
 * The generator finds its packages from the working folder; what the caller named relative to his stays his. Nothing
 * that the project runs reports to anybody.
 */
export function enterProject(): void {
  process.env.ASTRO_TELEMETRY_DISABLED ??= '1';
  process.env.CAMPAIGNS_DIR = campaignsDir();
  process.chdir(PROJECT);
}
