// libfaketime moves the clock that one process reads. It is found where distributions put it, and believed
// only once the program itself, started with it, stamps another time.

import { existsSync, rmSync } from 'node:fs';
import { execa } from 'execa';
import type { Capabilities } from '../subject.ts';
import type { Environment } from './environment.ts';

const PLACES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
];
const TRIAL_MS = 3_600_000;
const TRIAL_TOLERANCE_MS = 60_000;
const COMMAND_MS_MAX = 10_000;
const REMEDY = 'install it (Debian: apt-get install libfaketime)';

type Clock = Capabilities['clock'];

/** The variables under which a process's clock is off; none for a clock that is right. */
export function clockEnvironment(offset_ms: number): Environment {
  const library = find();
  if (offset_ms === 0) return {};
  if (library === undefined) throw new Error(`libfaketime: expected it at one of ${PLACES.join(', ')}, found none`);
  const seconds = offset_ms / 1000;
  return {
    LD_PRELOAD: library,
    FAKETIME: `${seconds < 0 ? '' : '+'}${seconds}s`,
    // timers stay right: only what the process believes the date to be is wrong
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
    FAKETIME_DISABLE_SHM: '1',
  };
}

/**
 * Takes away the names under which the library shares memory with the children of a process: they would outlive
 * a process that ends by force. What is in use stays in use. Its newer versions need none of it.
 */
export function dropSharedMemory(pid: number): void {
  for (const name of [`faketime_shm_${pid}`, `sem.faketime_sem_${pid}`]) rmSync(`/dev/shm/${name}`, { force: true });
}

/** @param stamp runs the program under the given variables and gives a time that it wrote itself */
export async function probeClock(stamp: (env: Environment) => Promise<string>): Promise<Clock> {
  if (process.platform !== 'linux') {
    return { available: false, reason: `libfaketime is preloaded on Linux only, this is ${process.platform}` };
  }
  if (find() === undefined) return { available: false, reason: `libfaketime was not found; ${REMEDY}` };
  try {
    const told = Date.parse(await stamp(clockEnvironment(TRIAL_MS)));
    const off = told - Date.now() - TRIAL_MS;
    if (Math.abs(off) < TRIAL_TOLERANCE_MS) return { available: true, by: 'libfaketime' };
    return { available: false, reason: `libfaketime has no effect on this build: it still stamps the time of day` };
  } catch (cause) {
    return { available: false, reason: `with libfaketime the program does not run: ${(cause as Error).message}` };
  }
}

/** The time at which an export of an empty store was made, as the program writes it. */
export async function exportStamp(path: string, store: string, env: Environment): Promise<string> {
  const { stdout } = await execa(path, ['--db', store, 'export'], { env, timeout: COMMAND_MS_MAX });
  return String(JSON.parse(stdout).exported_at);
}

const find = (): string | undefined => PLACES.find((place) => existsSync(place));
