// Snapshots: a consistent copy of the store beside a manifest with its SHA-256, and the way back.

import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { newStoreId } from './schema.ts';
import type { Store } from './store.ts';
import { VERSION } from './version.ts';

const SNAPSHOT = /^reference-.*\.db$/;
const COMPANIONS = ['', '-wal', '-shm'] as const;

export interface Manifest {
  snapshot: string;
  sha256: string;
  bytes: number;
  source_db: string;
  version: string;
  created_at: string;
}

/** Writes `reference-<time>.db` and its manifest into `to`; keeps the newest `keep` (0: all). Works while served. */
export function backup(store: Store, to: string, keep: number): Manifest {
  mkdirSync(to, { recursive: true });
  const created_at = store.clock.now();
  const name = `reference-${created_at.slice(0, 29).replaceAll(/[:.]/g, '')}Z`;
  const file = join(to, `${name}.db`);
  store.database.prepare('VACUUM INTO ?').run(file);
  const manifest: Manifest = {
    snapshot: basename(file),
    sha256: sha256(file),
    bytes: statSync(file).size,
    source_db: store.file,
    version: VERSION,
    created_at,
  };
  writeFileSync(manifestOf(file), `${JSON.stringify(manifest, null, 2)}\n`);
  if (keep > 0) for (const old of snapshotsIn(to).slice(keep)) removeSnapshot(join(to, old));
  return manifest;
}

/** Puts a snapshot (or the newest of a folder) in the place of the store; the old store is kept beside it. */
export function restore(
  db: string,
  from: string,
): { status: 'restored'; from: string; to: string; kept: string | null } {
  const snapshot = statSync(from).isDirectory() ? newestIn(from) : from;
  const fresh = `${db}.restoring`;
  mkdirSync(dirname(db), { recursive: true });
  copyFileSync(snapshot, fresh);
  try {
    verify(fresh, manifestOf(snapshot));
    refuseServed(db);
    const database = new DatabaseSync(fresh);
    newStoreId(database);
    database.close();
    const kept = setAside(db);
    renameSync(fresh, db);
    return { status: 'restored', from: snapshot, to: db, kept };
  } catch (cause) {
    rmSync(fresh, { force: true });
    throw cause;
  }
}

/** Throws unless `file` has the digest that the manifest gives. */
export function verify(file: string, manifest_file: string): void {
  if (!existsSync(manifest_file)) throw new Error(`${manifest_file}: expected a manifest, found none`);
  const manifest = JSON.parse(readFileSync(manifest_file, 'utf8')) as Partial<Manifest>;
  const found = sha256(file);
  if (found !== manifest.sha256)
    throw new Error(`${manifest_file}: expected SHA-256 ${manifest.sha256}, found ${found}`);
}

/** Newest first. */
export const snapshotsIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => SNAPSHOT.test(name))
        .sort()
        .reverse()
    : [];

export const manifestOf = (snapshot: string): string => snapshot.replace(/\.db$/, '.manifest.json');

function newestIn(folder: string): string {
  const newest = snapshotsIn(folder)[0];
  if (newest === undefined) throw new Error(`${folder}: expected a snapshot, found none`);
  return join(folder, newest);
}

/**
 * The file moves together with its log: a log that stayed behind would be replayed onto the snapshot,
 * and the kept copy would lack its last commits.
 */
function setAside(db: string): string | null {
  if (!COMPANIONS.some((suffix) => existsSync(db + suffix))) return null;
  const kept = `${db}.before-restore-${new Date().toISOString().replaceAll(/[:.]/g, '')}`;
  for (const suffix of COMPANIONS) if (existsSync(db + suffix)) renameSync(db + suffix, kept + suffix);
  return kept;
}

/** A store that a node has open cannot be exchanged under it. A damaged one can: that is what restore is for. */
function refuseServed(db: string): void {
  if (!existsSync(db)) return;
  try {
    const database = new DatabaseSync(db);
    try {
      database.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; ROLLBACK;');
    } finally {
      database.close();
    }
  } catch (cause) {
    if (/locked|busy/i.test((cause as Error).message))
      throw new Error(`${db}: a node has this store open; stop it first`);
  }
}

function removeSnapshot(file: string): void {
  rmSync(file, { force: true });
  rmSync(manifestOf(file), { force: true });
}

const sha256 = (file: string): string => createHash('sha256').update(readFileSync(file)).digest('hex');
