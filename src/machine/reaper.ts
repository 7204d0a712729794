// Clears away what dead runs left on this machine: their processes, their temporary folder. Only theirs:
// a run counts as dead when the process that ran it is gone, and a process as its own when the number and
// the start in the run's note agree, or when it carries the run's name in its environment.

import { existsSync, lstatSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { carriersOf, killProcess } from './carriers.ts';
import { isAlive, numberSpace, type ProcessIdentity } from './process-identity.ts';
import { isPartOfNote, readRunRecord, runFolder, runIdOf } from './run-record.ts';

/** A folder without a note belongs to a run that is just starting, to one that died while it did, or to a stranger. */
const STARTING_MS_MAX = 60_000;

export interface Reaped {
  runs: string[];
  processes: number[];
}

/** Clears every dead run of this user. What is not dead for certain is left alone. */
export function reapDeadRuns(): Reaped {
  const reaped: Reaped = { runs: [], processes: [] };
  for (const name of existsSync(tmpdir()) ? readdirSync(tmpdir()) : []) {
    const run_id = runIdOf(name);
    if (run_id !== null && isOurs(run_id)) reapIfDead(run_id, reaped);
  }
  return reaped;
}

/** What cannot be cleared, or is being cleared by another start right now, keeps nobody from starting. */
function reapIfDead(run_id: string, reaped: Reaped): void {
  try {
    if (!isDead(run_id)) return;
    for (const leftover of leftoversOf(run_id)) {
      if (killProcess(leftover)) reaped.processes.push(leftover.pid);
    }
    rmSync(runFolder(run_id), { recursive: true, force: true });
    reaped.runs.push(run_id);
  } catch {
    // it stays for the start after this one
  }
}

/** A real folder of this user, not a link that someone else put there. */
function isOurs(run_id: string): boolean {
  const entry = lstatSync(runFolder(run_id), { throwIfNoEntry: false });
  return entry?.isDirectory() === true && entry.uid === process.getuid?.();
}

function isDead(run_id: string): boolean {
  const record = readRunRecord(run_id);
  if (record === null) {
    const folder = lstatSync(runFolder(run_id), { throwIfNoEntry: false });
    const old = folder !== undefined && Date.now() - folder.mtimeMs > STARTING_MS_MAX;
    return old && readdirSync(runFolder(run_id)).every(isPartOfNote);
  }
  const [boot, space] = numberSpace().split(' ');
  const [record_boot, record_space] = record.number_space.split(' ');
  // since another boot nothing lives; in another container's numbers nothing can be known
  if (boot !== record_boot) return true;
  return space === record_space && !isAlive(record.runner);
}

function leftoversOf(run_id: string): ProcessIdentity[] {
  const record = readRunRecord(run_id);
  const noted = record?.number_space === numberSpace() ? record.processes.filter(isAlive) : [];
  return [...new Map([...noted, ...carriersOf(run_id)].map((one) => [one.pid, one])).values()];
}
