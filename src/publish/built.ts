// Serving a built site on this machine. Not the site generator's own preview: that one sends a .gz artifact
// as an encoded page, and a reader would get other bytes than were hashed.

import { readFileSync } from 'node:fs';
import type { Server } from 'node:http';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { serveStatic } from '@hono/node-server/serve-static';
import getPort from 'get-port';
import { Hono } from 'hono';
import { basePath } from '../views/site.ts';
import { typeOf } from './types.ts';

const HOST = '127.0.0.1';

export interface Served {
  /** Where the site can be read. */
  address: string;
  stop: () => Promise<void>;
}

/** Serves `dist` under the base path, on the first free port from the one asked for. */
export async function serveBuilt(dist: string, port: number): Promise<Served> {
  const base = basePath();
  const app = new Hono();
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
  const free = await getPort({
    host: HOST,
    port: [port, ...Array.from({ length: 50 }, (_, index) => port + index + 1)],
  });
  const server = await new Promise<Server>((resolve) => {
    const started = serve({ fetch: app.fetch, hostname: HOST, port: free }, () => resolve(started as Server));
  });
  return {
    address: `http://${HOST}:${free}${base}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
