// What the checkers of shared keys cost: time, memory and counted steps, each case in a process of its own.

import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { inBytes } from './budget.ts';
import type { RegisterMeasured } from './register-case.ts';
import { REGISTER_CASES } from './register-cases.ts';
import { aligned } from './table.ts';

const CASE = join(import.meta.dirname, 'register-case.ts');
const OUTPUT_BYTES_MAX = 1024 * 1024;

export type RegisterRow = RegisterMeasured & { what: string };

/** `say` gets one line a step. */
export async function benchRegister(say: (line: string) => void): Promise<RegisterRow[]> {
  const rows: RegisterRow[] = [{ what: 'a process that does nothing', ...(await measured([])) }];
  for (const [number, { what }] of REGISTER_CASES.entries()) {
    say(`checking ${what}`);
    rows.push({ what, ...(await measured([String(number)])) });
  }
  return rows;
}

async function measured(args: readonly string[]): Promise<RegisterMeasured> {
  const { stdout } = await promisify(execFile)(process.execPath, [CASE, ...args], { maxBuffer: OUTPUT_BYTES_MAX });
  return JSON.parse(stdout) as RegisterMeasured;
}

export const HOW_CHECKED =
  'Peak memory: of the whole process, with the history. Undecided: keys that ran out of bounds. Smallest part: of what refutes linearizability.';

const TITLES = [
  'what',
  'models',
  'sessions',
  'cpu of both',
  'steps',
  'peak memory',
  'model',
  'undecided',
  'smallest part',
  'stale',
];

export const registerTable = (rows: readonly RegisterRow[]): string =>
  aligned([
    TITLES,
    ...rows.map((row) => [
      row.what,
      `${Math.round(row.models_ms)} ms`,
      `${Math.round(row.sessions_ms)} ms`,
      `${Math.round(row.cpu_ms)} ms`,
      row.steps.toLocaleString('en'),
      inBytes(row.peak_rss_bytes),
      row.model ?? '-',
      String(row.unknown_keys),
      row.smallest === null ? '-' : `${row.smallest} operations`,
      `${row.stale_reads} reads`,
    ]),
  ]);
