// The development server: artifacts at their addresses, and a page that reloads as a campaign fills up.

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ViteDevServer } from 'vite';
import { catalogue, forgetCatalogue } from '../views/catalogue.ts';
import { basePath, campaignsDir } from '../views/site.ts';
import { hashList, publishedOf } from './artifacts.ts';
import { typeOf } from './types.ts';

export function serveArtifacts(server: ViteDevServer): void {
  const root = campaignsDir();
  server.watcher.add(root);
  server.watcher.on('all', (_event, path) => {
    if (!path.startsWith(root)) return;
    forgetCatalogue();
    server.ws.send({ type: 'full-reload' });
  });
  server.middlewares.use((request, response, next) => {
    const address = new URL(request.url ?? '/', 'http://localhost').pathname;
    const [, id, file] = /^\/campaigns\/([^/]+)\/([^/]+)$/.exec(withoutBase(address)) ?? [];
    const entry = catalogue().byId.get(id ?? '');
    const list = /^\/api\/campaigns\/(.+)\.sha256$/.exec(withoutBase(address))?.[1];
    const listed = list === undefined ? undefined : catalogue().byId.get(list);
    if (listed) return void response.setHeader('content-type', 'text/plain').end(hashList(listed));
    if (!entry || !publishedOf(entry).some((artifact) => artifact.file === file)) return next();
    response.setHeader('content-type', typeOf(file ?? ''));
    response.setHeader('x-content-type-options', 'nosniff');
    createReadStream(join(root, entry.id, file ?? '')).pipe(response);
  });
}

/** The server hands on addresses with or without the base, as the middleware before it left them. */
const withoutBase = (address: string): string =>
  address.startsWith(basePath()) ? `/${address.slice(basePath().length)}` : address;
