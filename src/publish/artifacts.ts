// Every published artifact beside its page, byte for byte, and the list by which a reader checks them.

import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isPublished } from '../contract/names.ts';
import type { ArtifactVerdict } from '../contract/verdict.ts';
import type { Catalogue, Entry } from '../views/catalogue.ts';

/** How many folders are copied at once. */
const FOLDERS_AT_ONCE = 16;

export async function publishArtifacts(catalogue: Catalogue, out: string): Promise<{ files: number; bytes: number }> {
  const total = { files: 0, bytes: 0 };
  const waiting = catalogue.entries.values();
  await mkdir(join(out, 'api', 'campaigns'), { recursive: true });
  const lane = async () => {
    for (const entry of waiting) {
      const published = publishedOf(entry);
      await copyFolder(catalogue.root, out, entry, published);
      total.files += published.length;
      total.bytes += published.reduce((sum, { bytes }) => sum + (bytes ?? 0), 0);
    }
  };
  await Promise.all(Array.from({ length: FOLDERS_AT_ONCE }, lane));
  return total;
}

/** What may be served: a plain file with a harmless extension. */
export const publishedOf = (entry: Entry): ArtifactVerdict[] =>
  entry.verdict.artifacts.filter(({ file, sha256 }) => sha256 !== null && isPublished(file));

/** In the form that `sha256sum -c` reads. */
export const hashList = (entry: Entry): string =>
  publishedOf(entry)
    .map(({ file, sha256 }) => `${sha256}  ${file}\n`)
    .join('');

async function copyFolder(
  root: string,
  out: string,
  entry: Entry,
  published: readonly ArtifactVerdict[],
): Promise<void> {
  const to = join(out, 'campaigns', entry.id);
  await mkdir(to, { recursive: true });
  await Promise.all([
    writeFile(join(out, 'api', 'campaigns', `${entry.id}.sha256`), hashList(entry)),
    ...published.map(({ file }) => copyFile(join(root, entry.id, file), join(to, file))),
  ]);
}
