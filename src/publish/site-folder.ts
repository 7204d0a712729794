// The folder that a site is built into, before a build and after one.

import { cpSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';

const CAMPAIGNS = 'campaigns';
/** A published branch may be checked out in the folder. */
const GIT = '.git';
/** Where the generator puts the code of the pages, while the evidence is still read. It clears it away itself. */
export const DRAWING = '.prerender';
const NOT_OURS = [GIT, DRAWING];

/** Leaves the pages, files and documents of these campaigns, and nothing else. */
export function removeAllBut(campaigns: ReadonlyMap<string, unknown>, dist: string): void {
  const documents = join(dist, 'api', CAMPAIGNS);
  mkdirSync(documents, { recursive: true });
  if (campaigns.size === 0) removeIn(dist, (name) => NOT_OURS.includes(name));
  else {
    removeIn(dist, (name) => [...NOT_OURS, 'api', CAMPAIGNS].includes(name));
    removeIn(join(dist, CAMPAIGNS), (name) => campaigns.has(name));
    removeIn(join(dist, 'api'), (name) => name === CAMPAIGNS);
    removeIn(documents, (name) => campaigns.has(name.replace(/\.(json|sha256)$/, '')));
  }
  mkdirSync(documents, { recursive: true });
}

/** Makes a folder hold what another one holds. It stays itself: it may be a place where a disk is mounted. */
export function mirror(from: string, to: string): void {
  removeIn(to, (name) => name === GIT);
  cpSync(from, to, { recursive: true });
}

function removeIn(folder: string, isKept: (name: string) => boolean): void {
  for (const name of readdirSync(folder)) if (!isKept(name)) rmSync(join(folder, name), { recursive: true });
}
