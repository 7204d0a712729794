// Which harness measured: its version, and a hash of the code that decides what is measured and how it is counted.
// Two campaigns of one version may come from different code; of one hash they do not.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const SOURCES = join(import.meta.dirname, '..');
/** Rooms that run, record and count; how a page looks is none of it. */
const ROOMS = ['checkers', 'contract', 'history', 'machine', 'runner', 'statistics', 'subjects'];

export interface Harness {
  version: string;
  /** SHA-256 over the names and bytes of all source files of these rooms. */
  sources_sha256: string;
}

/** As it was when this process first asked: what is edited while a campaign runs is not what runs. */
export function harnessHere(): Harness {
  here ??= { version: runnerVersion(), sources_sha256: sourcesHash() };
  return here;
}

let here: Harness | null = null;

export function runnerVersion(): string {
  const manifest = join(SOURCES, '../package.json');
  return JSON.parse(readFileSync(manifest, 'utf8')).version;
}

function sourcesHash(): string {
  const sha = createHash('sha256');
  for (const room of ROOMS) {
    const entries = readdirSync(join(SOURCES, room), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
    for (const file of files.sort()) sha.update(`\0${file.slice(SOURCES.length)}\0`).update(readFileSync(file));
  }
  return sha.digest('hex');
}
