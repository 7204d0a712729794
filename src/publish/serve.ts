// The development server: artifacts and documents at their addresses, and pages that reload as a campaign fills up.

import { createReadStream } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ViteDevServer } from 'vite';
import { campaignsDir } from '../catalogue/campaigns-folder.ts';
import { type Catalogue, catalogue, type Entry } from '../catalogue/catalogue.ts';
import { archiveStream, hasArchive, publishedOf } from '../catalogue/published.ts';
import { archiveName } from '../contract/names.ts';
import { campaignDocuments, siteDocuments } from '../views/documents/documents.ts';
import { basePath } from '../views/site.ts';
import { renewPages } from './renewal.ts';
import { typeOf } from './types.ts';

export function serveCampaignFiles(server: ViteDevServer): void {
  const root = campaignsDir();
  renewPages(server, root);
  server.middlewares.use((request, response, next) => {
    answer(request.url ?? '/', response, next).catch(next);
  });
}

async function answer(address: string, response: ServerResponse, next: () => void): Promise<void> {
  // a request line may name any address, `//` for one
  const url = URL.parse(address, 'http://localhost');
  const path = url === null ? '' : withoutBase(url.pathname);
  const read = catalogue();
  const open = streamAt(read, path);
  const document = documentAt(read, path);
  if (!open && !document) return next();
  response.setHeader('content-type', typeOf(path));
  response.setHeader('x-content-type-options', 'nosniff');
  if (!open) return void response.end(await document?.());
  // a reader that leaves, or a file that breaks off, ends this response and nothing else
  await pipeline(open(), response).catch(() => response.destroy());
}

/** What opens the artifact, or the tar of all, at an address. */
function streamAt({ root, byId }: Catalogue, path: string): (() => Readable) | null {
  const [, id = '', file = ''] = /^campaigns\/([^/]+)\/([^/]+)$/.exec(path) ?? [];
  const entry = byId.get(id);
  if (!entry) return null;
  if (file === archiveName(id) && hasArchive(entry)) return () => archiveStream(root, entry);
  return publishedOf(entry).some((artifact) => artifact.file === file)
    ? () => createReadStream(join(root, id, file))
    : null;
}

function documentAt(read: Catalogue, path: string): (() => string | Promise<string>) | undefined {
  const entry: Entry | undefined = read.byId.get(/^api\/campaigns\/(.+)\.(?:json|sha256)$/.exec(path)?.[1] ?? '');
  const documents = { ...siteDocuments, ...(entry ? campaignDocuments(read, entry) : {}) };
  return Object.hasOwn(documents, path) ? documents[path] : undefined;
}

/** The server hands on addresses with or without the base, as the middleware before it left them. */
const withoutBase = (address: string): string =>
  (address.startsWith(basePath()) ? address.slice(basePath().length) : address).replace(/^\//, '');
