// The code that a site is built with, as one hash: with other code, no page of the last build is kept.

import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { PROJECT } from './project.ts';

/** Packages are taken at the word of the lock file. */
const BESIDE_SRC = ['astro.config.mjs', 'package-lock.json'];

export function revision(): string {
  const sha = createHash('sha256').update(process.version);
  const below = readdirSync(join(PROJECT, 'src'), { recursive: true, withFileTypes: true });
  const sources = below.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
  for (const path of [...sources.sort(), ...BESIDE_SRC.map((file) => join(PROJECT, file))]) {
    sha.update(`\0${path.slice(PROJECT.length)}\0`).update(readFileSync(path));
  }
  return sha.digest('hex');
}
