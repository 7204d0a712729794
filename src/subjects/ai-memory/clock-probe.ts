// Whether the program's clock can be moved here: believed only once the program itself stamps another time.

import { execa } from 'execa';
import { clockEnvironment, findFaketime } from '../../machine/faketime.ts';
import type { Capabilities } from '../subject.ts';
import type { Environment } from './environment.ts';

const TRIAL_MS = 3_600_000;
const TRIAL_TOLERANCE_MS = 60_000;
const COMMAND_MS_MAX = 10_000;

/** @param store a database that may be made; it stays empty */
export async function probeClock(path: string, store: string, env: Environment): Promise<Capabilities['clock']> {
  const found = findFaketime();
  if ('reason' in found) return { available: false, reason: `libfaketime: ${found.reason}` };
  try {
    const moved = { ...env, ...clockEnvironment(TRIAL_MS) };
    const { stdout } = await execa(path, ['--db', store, 'export'], { env: moved, timeout: COMMAND_MS_MAX });
    const off_ms = Date.parse(JSON.parse(stdout).exported_at) - Date.now();
    if (Math.abs(off_ms - TRIAL_MS) < TRIAL_TOLERANCE_MS) return { available: true, by: 'libfaketime' };
    return {
      available: false,
      reason: `libfaketime does not reach this build: asked for +${TRIAL_MS} ms, it stamped ${off_ms} ms off`,
    };
  } catch (cause) {
    return { available: false, reason: `with libfaketime the program does not answer: ${(cause as Error).message}` };
  }
}
