// What a campaign leaves on the site beside its pages: every published artifact, byte for byte, all of them
// as one tar, and its documents for machines.

import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { archiveStream, hasArchive, publishedOf } from '../catalogue/published.ts';
import { bytesOf } from '../catalogue/texts.ts';
import { archiveName } from '../contract/names.ts';
import { campaignDocuments, siteDocuments } from '../views/documents/documents.ts';
import { artifactPath, campaignPath } from '../views/site.ts';

/** Up to here a file is written from memory, where its page has it anyway. */
const HELD_BYTES_MAX = 1024 * 1024;

/** One system call after the other: for files this small, waiting for each costs more than writing it. */
export async function writeCampaignFiles(read: Catalogue, entry: Entry, dist: string): Promise<void> {
  mkdirSync(join(dist, campaignPath(entry.id)), { recursive: true });
  for (const { file, bytes } of publishedOf(entry)) {
    const to = join(dist, artifactPath(entry.id, file));
    if (bytes !== null && bytes <= HELD_BYTES_MAX) writeFileSync(to, bytesOf(read.root, entry, file));
    else copyFileSync(join(read.root, entry.id, file), to);
  }
  if (hasArchive(entry))
    await writeFile(join(dist, artifactPath(entry.id, archiveName(entry.id))), archiveStream(read.root, entry));
  for (const [path, text] of Object.entries(campaignDocuments(read, entry)))
    writeFileSync(join(dist, path), await text());
}

export async function writeSiteDocuments(dist: string): Promise<void> {
  for (const [path, text] of Object.entries(siteDocuments)) {
    mkdirSync(dirname(join(dist, path)), { recursive: true });
    writeFileSync(join(dist, path), await text());
  }
}
