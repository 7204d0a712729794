// The program under test, asked what it is and which options it knows. What it cannot be asked is said in
// words that tell the user what to put right.

import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { closeSync, constants, createReadStream, existsSync, openSync, readSync } from 'node:fs';
import { resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { UnusableProgram } from '../subject.ts';
import type { Environment } from './environment.ts';

export interface Program {
  path: string;
  version: string;
  /** Whether `serve` can bring a node up to date that was away. */
  catches_up: boolean;
  /** Whether `mcp` offers a part of its tools only, unless asked for all. */
  has_profiles: boolean;
  /** Whether it was built with the storage layer that `migrate` needs. */
  migrates: boolean;
}

export const BINARY_VARIABLE = 'AI_MEMORY_BIN';
const INSTALL = 'bash src/subjects/ai-memory/install.sh VERSION DIR';
const ASK_MS_MAX = 10_000;

/**
 * @param given the path, or null for the one that AI_MEMORY_BIN names
 * @throws UnusableProgram for whatever is not this program, with what was found instead
 */
export function inspectProgram(given: string | null, env: Environment): Program {
  const named = given ?? process.env[BINARY_VARIABLE];
  if (!named) {
    throw new UnusableProgram(
      `ai-memory: expected its program, in --binary or ${BINARY_VARIABLE}, found neither; ${INSTALL} builds one`,
    );
  }
  const path = resolve(named);
  if (isForAnotherMachine(path)) throw unusable(path, 'one that was built for another kind of machine');
  const ask = (...args: string[]): string => asked(path, args, env);
  const said = ask('--version').trim();
  const version = /^ai-memory (\S+)$/.exec(said)?.[1];
  if (version === undefined) throw unusable(path, `${JSON.stringify(said.split('\n', 1)[0])} as its version`);
  return {
    path,
    version,
    catches_up: ask('serve', '--help').includes('--catchup-interval-secs'),
    has_profiles: ask('mcp', '--help').includes('--profile'),
    migrates: /^\s+migrate\b/m.test(ask('--help')),
  };
}

/** Versions alone do not tell two builds apart. */
export async function sha256Of({ path }: Program): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}

function asked(path: string, args: readonly string[], env: Environment): string {
  const answer = spawnSync(path, args, { env: { ...process.env, ...env }, encoding: 'utf8', timeout: ASK_MS_MAX });
  if (answer.error) throw unusable(path, obstacle(path, answer.error));
  return answer.stdout || answer.stderr;
}

function obstacle(path: string, { code, message }: NodeJS.ErrnoException): string {
  if (!existsSync(path)) return 'no such file';
  if (code === 'EACCES') return 'a file that may not be run (no right to execute it, or a folder)';
  return code === 'ETIMEDOUT' ? `no answer within ${ASK_MS_MAX} ms` : message;
}

const unusable = (path: string, found: string): UnusableProgram =>
  new UnusableProgram(`${path}: expected the program ai-memory, found ${found}`);

/** The system would hand such a file to a shell, whose complaint says nothing. */
function isForAnotherMachine(path: string): boolean {
  const [theirs, ours] = [elfMachine(path), elfMachine(process.execPath)];
  return theirs !== null && ours !== null && theirs !== ours;
}

/** The machine that an ELF file is for, by elf(5); null for a file of another kind. */
function elfMachine(path: string): number | null {
  const header = Buffer.alloc(20);
  try {
    const file = openSync(path, constants.O_RDONLY | constants.O_NONBLOCK);
    readSync(file, header);
    closeSync(file);
  } catch {
    return null;
  }
  return header.toString('latin1', 0, 4) === '\x7fELF' ? header.readUInt16LE(18) : null;
}
