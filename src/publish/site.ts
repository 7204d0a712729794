// Building and serving, through the site generator's own programming interface.

import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, dev } from 'astro';
import { basePath, campaignsDir } from '../views/site.ts';
import { type Served, serveBuilt } from './built.ts';

/** The project's own folder, whatever folder a command is run from. */
export const PROJECT = join(dirname(fileURLToPath(import.meta.url)), '..', '..');

const HOST = '127.0.0.1';
const PORT = 4321;

/** Nothing that this project runs reports to anybody. */
process.env.ASTRO_TELEMETRY_DISABLED ??= '1';

/** Builds the site; gives the exit code: 1 where an analysis does not hold. */
export async function buildSite({ dist }: { dist: string }): Promise<0 | 1> {
  const outDir = resolve(dist);
  enterProject();
  try {
    await build({ root: PROJECT, outDir, logLevel: 'warn' });
    return 0;
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'AnalysisDoesNotHold') throw error;
    process.stderr.write(`${error.message}\n`);
    return 1;
  }
}

/** Serves a built site on the first free port from the one asked for. Throws where nothing was built. */
export async function serveSite({ dist, port = PORT }: { dist: string; port?: number }): Promise<Served> {
  const outDir = resolve(dist);
  if (!existsSync(join(outDir, 'index.html'))) {
    throw new NothingBuilt(`expected a built site in ${outDir}, found no index.html; run npm run build first`);
  }
  return serveBuilt(outDir, port);
}

/** The development server: pages reload as artifacts appear. */
export async function developSite({ port = PORT }: { port?: number }): Promise<Served> {
  enterProject();
  const server = await dev({ root: PROJECT, logLevel: 'warn', server: { host: HOST, port } });
  return { address: `http://${HOST}:${server.address.port}${basePath()}`, stop: () => server.stop() };
}

/** The generator finds its packages from the working folder; what the caller named relative to his stays his. */
function enterProject(): void {
  process.env.CAMPAIGNS_DIR = campaignsDir();
  process.chdir(PROJECT);
}

export class NothingBuilt extends Error {}
