// What the last build left and this one keeps: the pages and files of every campaign for which nothing has changed.
//
// A campaign is kept where its key is the one that it was built with (every byte of its folder, its neighbours and
// narrative, the settings, the code) and its files lie in the site as that build wrote them. Everything else found
// in the site is removed before the build begins, so that nothing stale outlives it. Evidence is read and judged
// anew each time, and lists and guides are always made again.

import { hash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { campaignKey } from '../views/campaign-key.ts';
import type { Catalogue, Entry } from '../views/catalogue.ts';
import { campaignDocuments, publishedOf } from '../views/documents.ts';
import { evidenceFiles } from '../views/routes.ts';
import { campaignPath } from '../views/site.ts';
import { PROJECT } from './project.ts';
import { revision } from './revision.ts';

const MEMORY = join(PROJECT, 'node_modules/.astro/built-campaigns.json');

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
export function keepUnchanged(read: Catalogue, dist: string): Kept {
  const from_ms = Date.now();
  const last = remembered(dist);
  const code = revision();
  const keys = new Map(read.entries.map((entry) => [entry.id, hash('sha256', `${code}|${campaignKey(read, entry)}`)]));
  const kept = new Map<string, Built>();
  for (const entry of read.entries) {
    const built = last.get(entry.id);
    if (built && built.key === keys.get(entry.id) && liesAsBuilt(read, entry, dist, built)) kept.set(entry.id, built);
  }
  removeAllBut(kept, dist);
  return {
    ids: new Set(kept.keys()),
    remember: () => {
      const to_ms = Date.now();
      const built = [...keys].map(([id, key]) => [id, kept.get(id) ?? { key, from_ms, to_ms }]);
      writeWhole(MEMORY, JSON.stringify({ dist, campaigns: Object.fromEntries(built) }));
    },
  };
}

/** Nothing where another site was built last. */
function remembered(dist: string): ReadonlyMap<string, Built> {
  try {
    const memory = JSON.parse(readFileSync(MEMORY, 'utf8')) as { dist: string; campaigns: Record<string, Built> };
    return new Map(memory.dist === dist ? Object.entries(memory.campaigns) : []);
  } catch {
    return new Map();
  }
}

/** Exactly the files that a build writes, each of its time, the artifacts of their size. */
function liesAsBuilt(read: Catalogue, entry: Entry, dist: string, { from_ms, to_ms }: Built): boolean {
  const folder = join(dist, campaignPath(entry.id));
  const isAsBuilt = (path: string, bytes: number | null = null): boolean => {
    const { mtimeMs, size } = statSync(path);
    return mtimeMs >= from_ms && mtimeMs <= to_ms && (bytes === null || bytes === size);
  };
  const artifacts = publishedOf(entry);
  const shown = evidenceFiles(entry);
  try {
    return (
      holdsOnly(folder, [
        'index.html',
        ...artifacts.map(({ file }) => file),
        ...(shown.length > 0 ? ['evidence'] : []),
      ]) &&
      (shown.length === 0 || holdsOnly(join(folder, 'evidence'), shown)) &&
      isAsBuilt(join(folder, 'index.html')) &&
      artifacts.every(({ file, bytes }) => isAsBuilt(join(folder, file), bytes)) &&
      shown.every((file) => isAsBuilt(join(folder, 'evidence', file, 'index.html'))) &&
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

const CAMPAIGNS = 'campaigns';

function removeAllBut(kept: ReadonlyMap<string, unknown>, dist: string): void {
  mkdirSync(join(dist, 'api', CAMPAIGNS), { recursive: true });
  const remove = (folder: string, isKept: (name: string) => boolean) => {
    for (const name of readdirSync(folder)) if (!isKept(name)) rmSync(join(folder, name), { recursive: true });
  };
  if (kept.size === 0) {
    // A published branch may be checked out here.
    remove(dist, (name) => name === '.git');
    mkdirSync(join(dist, 'api', CAMPAIGNS), { recursive: true });
    return;
  }
  remove(dist, (name) => ['.git', 'api', CAMPAIGNS].includes(name));
  remove(join(dist, CAMPAIGNS), (name) => kept.has(name));
  remove(join(dist, 'api'), (name) => name === CAMPAIGNS);
  remove(join(dist, 'api', CAMPAIGNS), (name) => kept.has(name.replace(/\.(json|sha256)$/, '')));
}

function writeWhole(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, text);
  renameSync(`${path}.${process.pid}`, path);
}
