// libfaketime moves the clock that one process reads. It is found where distributions put it; whether it works
// on a program, only the program shows.

import { existsSync, rmSync } from 'node:fs';

const PLACES = [
  '/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/aarch64-linux-gnu/faketime/libfaketime.so.1',
  '/usr/lib/faketime/libfaketime.so.1',
  '/usr/lib64/faketime/libfaketime.so.1',
  '/usr/local/lib/faketime/libfaketime.so.1',
];

export type FaketimeFound = { library: string } | { reason: string };

export function findFaketime(): FaketimeFound {
  if (process.platform !== 'linux') return { reason: `preloaded on Linux only, this is ${process.platform}` };
  const library = PLACES.find((place) => existsSync(place));
  if (library) return { library };
  return { reason: `found at none of ${PLACES.join(', ')}; Debian: apt-get install libfaketime` };
}

/**
 * The variables under which the clock of a program is off; none for a clock that is right.
 * @throws Error where the library is not there
 */
export function clockEnvironment(offset_ms: number): Record<string, string> {
  if (offset_ms === 0) return {};
  const found = findFaketime();
  if ('reason' in found) throw new Error(`libfaketime: ${found.reason}`);
  const seconds = offset_ms / 1000;
  return {
    LD_PRELOAD: found.library,
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
