// What of a campaign is published as it was found: its artifacts one by one, and all of them as one tar.
//
// The tar is made of campaigns that hold a list of their evidence: it can be checked by that list wherever it is
// unpacked. It has the bytes of its files and half a kilobyte a file more. Of the other campaigns, a few small files
// each, it would tell nothing that their files do not, and cost a site of ten thousand an eighth of its size.

import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import { archiveName, EVIDENCE_LIST_FILE, isPublished } from '../contract/names.ts';
import type { ArtifactVerdict } from '../contract/verdict.ts';
import { tarOf } from '../evidence/archive.ts';
import type { Entry } from './catalogue.ts';

export interface Archive {
  file: string;
  bytes: number;
  sha256: string;
}

/** What may be served: a plain file with a harmless extension. */
export const publishedOf = (entry: Entry): ArtifactVerdict[] =>
  entry.verdict.artifacts.filter(({ file, sha256 }) => sha256 !== null && isPublished(file));

export const hasArchive = (entry: Entry): boolean =>
  publishedOf(entry).some(({ file, bytes }) => file === EVIDENCE_LIST_FILE && bytes !== null && bytes > 0);

/** The tar itself, files in the order of their names. */
export function archiveStream(root: string, entry: Entry): Readable {
  const files = publishedOf(entry).flatMap(({ file, bytes }) => (bytes === null ? [] : [{ file, bytes }]));
  return tarOf(
    root,
    entry.id,
    files.sort((a, b) => (a.file < b.file ? -1 : 1)),
  );
}

const known = new WeakMap<Entry, Promise<Archive | null>>();

/** Its name, size and hash, for the page and the documents; null where a campaign has none. */
export function archiveOf(root: string, entry: Entry): Promise<Archive | null> {
  const made = known.get(entry) ?? measured(root, entry);
  known.set(entry, made);
  return made;
}

async function measured(root: string, entry: Entry): Promise<Archive | null> {
  if (!hasArchive(entry)) return null;
  const sha = createHash('sha256');
  let bytes = 0;
  for await (const chunk of archiveStream(root, entry)) {
    sha.update(chunk);
    bytes += chunk.length;
  }
  return { file: archiveName(entry.id), bytes, sha256: sha.digest('hex') };
}
