// A program of the system that a subject runs: where it is, which version, and the hash of its file.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UnusableProgram } from './subject.ts';

export interface SystemProgram {
  path: string;
  version: string;
  sha256(): string;
}

interface Wanted {
  /** The program's own name, and the package of Debian that has it. */
  name: string;
  from: string;
  /** Its first group is the version, in what `--version` prints. */
  version: RegExp;
}

const VERSION_MS_MAX = 5_000;

/**
 * @param binary a path that was asked for; null: the one of the system
 * @throws UnusableProgram where it is not there, or does not say its version
 */
export function systemProgram({ name, from, version }: Wanted, binary: string | null): SystemProgram {
  const path = binary ?? installed(name);
  if (path === null) {
    throw new UnusableProgram(`${name}: expected the program (Debian: apt-get install ${from}), found none in PATH`);
  }
  const { stdout } = spawnSync(path, ['--version'], { encoding: 'utf8', timeout: VERSION_MS_MAX });
  const found = version.exec(stdout ?? '')?.[1];
  if (found === undefined) {
    throw new UnusableProgram(
      `${path}: expected the version of ${name}, found ${JSON.stringify(stdout?.slice(0, 80))}`,
    );
  }
  return { path, version: found, sha256: () => createHash('sha256').update(readFileSync(path)).digest('hex') };
}

/** Servers may be in folders that a user's PATH leaves out. */
function installed(name: string): string | null {
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin'];
  const places = folders.map((folder) => join(folder, name));
  return places.find((place) => statSync(place, { throwIfNoEntry: false })?.isFile()) ?? null;
}
