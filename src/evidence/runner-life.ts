// Whether the runner that a summary names still runs. Only its own machine can tell; everywhere else, and above all
// in what was committed, a campaign that says that it runs does so no longer.

import { isAlive, numberSpace } from '../machine/process-identity.ts';

/** @param runner `runner` of a campaign-summary.json, as found: untrusted */
export function stillRuns(runner: unknown): boolean {
  const { pid, started, number_space } = (runner ?? {}) as Record<string, unknown>;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1 || typeof started !== 'string') return false;
  return number_space === numberSpace() && isAlive({ pid, started });
}
