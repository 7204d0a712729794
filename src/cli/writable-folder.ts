// Proves that a folder can be written before anything else is begun. The folder itself may still be missing: then
// the nearest one above it that is there must take new ones. Asked by making a folder, since permissions alone do
// not tell: root may write everywhere, and yet nobody makes folders in /proc, where making one with all its parents
// would try for ever.

import { mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** @throws Error with the system's own word for what is wrong */
export function demandWritable(folder: string): void {
  const there = nearestThere(resolve(folder));
  rmdirSync(mkdtempSync(join(there, '.proofhouse-')));
}

function nearestThere(path: string): string {
  // ENOTDIR, and whatever else is in the way, is thrown
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined && dirname(path) !== path) return nearestThere(dirname(path));
  return path;
}
