// The processes that carry a run's name in their environment: what was started but not noted, and what nodes and
// commands started themselves.

import { readdirSync, readFileSync } from 'node:fs';
import { identify, isAlive, type ProcessIdentity } from './process-identity.ts';
import { RUN_VARIABLE } from './run-record.ts';

/** On Linux, for one's own processes; elsewhere none can be found. Never this process itself. */
export function carriersOf(run_id: string): ProcessIdentity[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid);
  return pids.flatMap((pid) => {
    const identity = identify(Number(pid));
    return identity && environmentOf(pid).includes(`${RUN_VARIABLE}=${run_id}`) ? [identity] : [];
  });
}

/** Whether there was something to kill. */
export function killProcess(one: ProcessIdentity): boolean {
  if (one.pid === process.pid || !isAlive(one)) return false;
  try {
    return process.kill(one.pid, 'SIGKILL');
  } catch {
    return false;
  }
}

function environmentOf(pid: string): string[] {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0');
  } catch {
    return []; // gone, or another user's
  }
}
