// The library that is preloaded into nodes, made where a run needs it by the C compiler of the machine.

import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { execa } from 'execa';

const SOURCES = ['layer.c', 'writes.c', 'names.c'].map((name) => join(import.meta.dirname, name));
const COMPILER = 'cc';
const COMPILE_MS_MAX = 60_000;

/** Why this machine cannot make it; null: it has what that takes. */
export function cannotMakeLibrary(): string | null {
  if (process.platform !== 'linux') return `libraries are preloaded on Linux only, this is ${process.platform}`;
  const { status } = spawnSync(COMPILER, ['--version'], { stdio: 'ignore' });
  if (status === 0) return null;
  return `expected a C compiler under the name ${COMPILER}, found none; Debian: apt-get install gcc libc6-dev`;
}

/** @throws Error with the compiler's own words */
export async function makeLibrary(file: string): Promise<void> {
  const asked = ['-std=gnu11', '-O2', '-fPIC', '-shared', '-pthread', '-o', file, ...SOURCES];
  const { failed, stderr, shortMessage } = await execa(COMPILER, asked, { reject: false, timeout: COMPILE_MS_MAX });
  if (!failed) return;
  const words = stderr.split('\n').find((line) => line.includes('error')) ?? shortMessage;
  throw new Error(`expected ${COMPILER} to make the layer between a node and its disk, found: ${words}`);
}
