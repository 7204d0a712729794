// Serving: a built site, or pages that reload as artifacts appear.

import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { firstFreePort, HOST } from '../machine/free-port.ts';
import { basePath } from '../views/site.ts';
import { type Served, type ServeOptions, serveBuilt } from './built.ts';
import { servedHosts } from './hosts.ts';
import { enterProject, PROJECT } from './project.ts';
import { demandCampaigns, demandSettings, NothingBuilt } from './settings.ts';

/** Where a site is served, unless another port is asked for. */
export const PORT = 4321;

interface ServedSite extends Served {
  /** The address that its pages give as theirs; null where they give none. */
  builtFor: string | null;
}

/** Serves a built site on the first free port from the one asked for. Throws where nothing was built. */
export async function serveSite({ dist, port, hosts }: ServeOptions): Promise<ServedSite> {
  demandSettings();
  const outDir = resolve(dist);
  const home = join(outDir, 'index.html');
  if (!existsSync(home)) {
    throw new NothingBuilt(`expected a built site in ${outDir}, found no index.html; run npm run build first`);
  }
  const served = await serveBuilt({ dist: outDir, port: await firstFreePort(port), ...(hosts && { hosts }) });
  return { ...served, builtFor: CANONICAL.exec(readFileSync(home, 'utf8'))?.[1] ?? null };
}

const CANONICAL = /<link rel="canonical" href="([^"]+)"/;

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
