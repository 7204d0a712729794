// Serving a built site on this machine. Not the site generator's own preview: that one sends a .gz artifact
// as an encoded page, and a reader would get other bytes than were hashed.

import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import { Hono } from 'hono';
import { HOST } from '../machine/free-port.ts';
import { basePath } from '../views/site.ts';
import { isServed, servedHosts } from './hosts.ts';
import { typeOf } from './types.ts';

export interface Served {
  /** Where the site can be read. */
  address: string;
  stop: () => Promise<void>;
}

export interface ServeOptions {
  dist: string;
  port: number;
  /** Names for which it answers beside those of this machine and the site. */
  hosts?: readonly string[];
}

/** Serves a built site under the base path, on that port. */
export async function serveBuilt({ dist, port, hosts = [] }: ServeOptions): Promise<Served> {
  const base = basePath();
  const served = servedHosts(hosts);
  const app = new Hono();
  app.use(async (context, next) => {
    if (isServed(context.req.header('host'), served)) return next();
    return context.text(`expected a request for ${[...served].join(', ')}; see --allow-host\n`, 403);
  });
  app.use(async (context, next) => {
    await next();
    context.header('x-content-type-options', 'nosniff');
    context.header('referrer-policy', 'no-referrer');
  });
  app.get(
    `${base}*`,
    serveStatic({
      root: dist,
      rewriteRequestPath: (path) => `/${path.slice(base.length)}`,
      onFound: (path, context) => context.header('content-type', typeOf(path)),
    }),
  );
  app.notFound((context) => context.html(readFileSync(join(dist, '404.html'), 'utf8'), 404));
  const server = await new Promise<Server>((resolve, reject) => {
    const started = serve({ fetch: app.fetch, hostname: HOST, port }, () => resolve(started as Server));
    started.once('error', reject);
  });
  return {
    address: `http://${HOST}:${port}${base}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
