// Building and serving, through the site generator's own programming interface.

import { existsSync, mkdirSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';
import { firstFreePort, HOST } from '../machine/free-port.ts';
import { basePath } from '../views/site.ts';
import { type Served, type ServeOptions, serveBuilt } from './built.ts';
import { useCompiled } from './compiled.ts';
import type { Opened } from './desk-messages.ts';
import { openDesk } from './evidence-desk.ts';
import { servedHosts } from './hosts.ts';
import { BUILT_HERE, PROJECT } from './project.ts';
import { demandCampaigns, demandSettings, isInside, siteFolder } from './settings.ts';
import { mirror } from './site-folder.ts';

/** Where a site is served, unless another port is asked for. */
export const PORT = 4321;

/** Nothing that this project runs reports to anybody. */
process.env.ASTRO_TELEMETRY_DISABLED ??= '1';

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
  const ready = desk.opened.then(tell);
  // It is awaited later, by the generator.
  ready.catch(() => undefined);
  try {
    // Loaded while the evidence is read.
    const { build } = await import('astro');
    const vite = { build: { emptyOutDir: false }, plugins: [evidenceFirst(ready)] };
    await build({ root: PROJECT, outDir, logLevel: 'warn', vite });
    process.stderr.write(`${await desk.close()}\n`);
    return 0;
  } catch (error) {
    await desk.abandon();
    const refused = await Promise.race([ready, null]).catch((refusal: unknown) => refusal);
    if (!(refused instanceof AnalysisDoesNotHold)) throw error;
    process.stderr.write(`error: ${refused.message}\n`);
    return 1;
  }
}

function tell({ lines, errors }: Opened): void {
  for (const line of lines) process.stderr.write(`${line}\n`);
  if (errors > 0) throw new AnalysisDoesNotHold(errors);
}

/**
 * The browser's files are the first that go into the site's folder; it is ready for them once everything was read.
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
    super(`${count} ${count === 1 ? 'statement' : 'statements'} of an analysis do not hold; see above`);
    this.name = 'AnalysisDoesNotHold';
  }
}

/** Serves a built site on the first free port from the one asked for. Throws where nothing was built. */
export async function serveSite({ dist, port, hosts }: ServeOptions): Promise<Served> {
  demandSettings();
  const outDir = resolve(dist);
  if (!existsSync(join(outDir, 'index.html'))) {
    throw new NothingBuilt(`expected a built site in ${outDir}, found no index.html; run npm run build first`);
  }
  return serveBuilt({ dist: outDir, port: await firstFreePort(port), ...(hosts && { hosts }) });
}

/** The development server: pages reload as artifacts appear. */
export async function developSite({ hosts }: { hosts: readonly string[] }): Promise<Served> {
  demandSettings();
  demandCampaigns();
  enterProject();
  const port = await willServeOwnAddress();
  const { dev } = await import('astro');
  const server = await dev({
    root: PROJECT,
    logLevel: 'warn',
    server: { host: HOST, port, allowedHosts: [...servedHosts(hosts)] },
    // its pages are read, not written
    devToolbar: { enabled: false },
  });
  return { address: `http://${HOST}:${server.address.port}${basePath()}`, stop: () => server.stop() };
}

/** The port of a server that is about to start. Without a SITE_URL its pages name that very address. */
export async function willServeOwnAddress(): Promise<number> {
  const port = await firstFreePort(PORT);
  process.env.SITE_URL ||= `http://${HOST}:${port}`;
  return port;
}

/** The generator finds its packages from the working folder; what the caller named relative to his stays his. */
function enterProject(): void {
  process.env.CAMPAIGNS_DIR = campaignsDir();
  process.chdir(PROJECT);
}

export class NothingBuilt extends Error {}
