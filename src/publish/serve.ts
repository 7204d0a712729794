// The development server: artifacts and documents at their addresses, and pages that reload as a campaign fills up.

import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import type { ViteDevServer } from 'vite';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';
import { type Catalogue, catalogue, type Entry } from '../catalogue/catalogue.ts';
import { campaignDocuments, publishedOf, siteDocuments } from '../views/documents/documents.ts';
import { basePath } from '../views/site.ts';
import { renewPages } from './renewal.ts';
import { typeOf } from './types.ts';

export function serveCampaignFiles(server: ViteDevServer): void {
  const root = campaignsDir();
  renewPages(server, root);
  server.middlewares.use(async (request, response, next) => {
    const path = withoutBase(new URL(request.url ?? '/', 'http://localhost').pathname);
    const read = catalogue();
    const artifact = artifactAt(read, path);
    const document = documentAt(read, path);
    if (!artifact && !document) return next();
    response.setHeader('content-type', typeOf(path));
    response.setHeader('x-content-type-options', 'nosniff');
    if (artifact) createReadStream(join(root, artifact.id, artifact.file)).pipe(response);
    else response.end(await document?.());
  });
}

function artifactAt({ byId }: Catalogue, path: string): { id: string; file: string } | null {
  const [, id = '', file = ''] = /^campaigns\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const entry = byId.get(id);
  return entry && publishedOf(entry).some((artifact) => artifact.file === file) ? { id, file } : null;
}

function documentAt(read: Catalogue, path: string): (() => string | Promise<string>) | undefined {
  const entry: Entry | undefined = read.byId.get(/^api\/campaigns\/(.+)\.(?:json|sha256)$/.exec(path)?.[1] ?? '');
  const documents = { ...siteDocuments, ...(entry ? campaignDocuments(read, entry) : {}) };
  return Object.hasOwn(documents, path) ? documents[path] : undefined;
}

/** The server hands on addresses with or without the base, as the middleware before it left them. */
const withoutBase = (address: string): string =>
  (address.startsWith(basePath()) ? address.slice(basePath().length) : address).replace(/^\//, '');
