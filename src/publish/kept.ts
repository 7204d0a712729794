// What the last build left and this one keeps: the pages and files of every campaign for which nothing has changed.
//
// A campaign is kept where its key is the one that it was built with (every byte of its folder, its neighbours and
// narrative, the settings, the code) and its files lie in the site as that build wrote them. Everything else found
// in the site is removed before the build begins, so that nothing stale outlives it. Evidence is read and judged
// anew each time, and lists and guides are always made again.

import { hash } from 'node:crypto';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { hasArchive, publishedOf } from '../catalogue/published.ts';
import { archiveName } from '../contract/names.ts';
import { campaignDocuments } from '../views/documents/documents.ts';
import { evidenceFiles, writesOf } from '../views/routes.ts';
import { campaignPath } from '../views/site.ts';
import { campaignKey } from './campaign-key.ts';
import { MEMORY } from './project.ts';
import { revision } from './revision.ts';
import { removeAllBut } from './site-folder.ts';

type Memory = Record<string, Record<string, Built>>;

interface Built {
  key: string;
  /** The build that wrote its files, so what their times may be: milliseconds since 1970. */
  from_ms: number;
  to_ms: number;
}

export interface Kept {
  ids: ReadonlySet<string>;
  /** To be called once everything is written: the next build keeps what it finds unchanged. */
  remember: () => void;
}

/** Makes the site's folder ready: it holds what is kept, and nothing else. */
export async function keepUnchanged(read: Catalogue, dist: string, memory = MEMORY): Promise<Kept> {
  mkdirSync(dist, { recursive: true });
  const from_ms = clockOf(dist);
  const last = remembered(memory)[dist] ?? {};
  const code = revision();
  const keys = new Map<string, string>();
  for (const entry of read.entries) keys.set(entry.id, hash('sha256', `${code}|${await campaignKey(read, entry)}`));
  const kept = new Map<string, Built>();
  for (const entry of read.entries) {
    const built = Object.hasOwn(last, entry.id) ? last[entry.id] : undefined;
    if (built && built.key === keys.get(entry.id) && liesAsBuilt(read, entry, dist, built)) kept.set(entry.id, built);
  }
  removeAllBut(kept, dist);
  return {
    ids: new Set(kept.keys()),
    remember: () => {
      const to_ms = clockOf(dist);
      const built = [...keys].map(([id, key]) => [id, kept.get(id) ?? { key, from_ms, to_ms }] as const);
      const others = Object.entries(remembered(memory)).filter(([other]) => other !== dist && existsSync(other));
      writeWhole(memory, JSON.stringify({ ...Object.fromEntries(others), [dist]: Object.fromEntries(built) }));
    },
  };
}

/** Whatever is wrong with the memory, a build without one is right. */
function remembered(memory: string): Memory {
  try {
    return (JSON.parse(readFileSync(memory, 'utf8')) ?? {}) as Memory;
  } catch {
    return {};
  }
}

/** Exactly the files that a build writes, each of its time, the artifacts of their size. */
function liesAsBuilt(read: Catalogue, entry: Entry, dist: string, { from_ms, to_ms }: Built): boolean {
  const folder = join(dist, campaignPath(entry.id));
  const isAsBuilt = (path: string, bytes: number | null = null): boolean => {
    const found = lstatSync(path);
    const isOfThatBuild = found.isFile() && found.mtimeMs >= from_ms && found.mtimeMs <= to_ms;
    return isOfThatBuild && (bytes === null || bytes === found.size);
  };
  const artifacts = publishedOf(entry);
  const archives = hasArchive(entry) ? [archiveName(entry.id)] : [];
  const shown = evidenceFiles(entry);
  const writes = Map.groupBy(writesOf(entry), ({ name }) => name);
  const isOnePage = (path: string): boolean => holdsOnly(path, ['index.html']) && isAsBuilt(join(path, 'index.html'));
  try {
    return (
      holdsOnly(folder, [
        'index.html',
        ...artifacts.map(({ file }) => file),
        ...archives,
        ...(shown.length > 0 ? ['evidence'] : []),
        ...(writes.size > 0 ? ['ops'] : []),
      ]) &&
      (shown.length === 0 || holdsOnly(join(folder, 'evidence'), shown)) &&
      isAsBuilt(join(folder, 'index.html')) &&
      artifacts.every(({ file, bytes }) => isAsBuilt(join(folder, file), bytes)) &&
      archives.every((file) => isAsBuilt(join(folder, file))) &&
      shown.every((file) => isOnePage(join(folder, 'evidence', file))) &&
      (writes.size === 0 || holdsOnly(join(folder, 'ops'), [...writes.keys()])) &&
      [...writes].every(([name, own]) => {
        const keys = own.map(({ key }) => key);
        return (
          holdsOnly(join(folder, 'ops', name), keys) && keys.every((key) => isOnePage(join(folder, 'ops', name, key)))
        );
      }) &&
      Object.keys(campaignDocuments(read, entry)).every((path) => isAsBuilt(join(dist, path)))
    );
  } catch {
    return false;
  }
}

function holdsOnly(folder: string, names: readonly string[]): boolean {
  const found = new Set(readdirSync(folder));
  return found.size === names.length && names.every((name) => found.has(name));
}

/** What time it is for files in a folder: a disk's clock may be a little behind, or another machine's. */
function clockOf(folder: string): number {
  const file = join(folder, '.clock');
  writeFileSync(file, '');
  const { mtimeMs } = lstatSync(file);
  rmSync(file);
  return mtimeMs;
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}
