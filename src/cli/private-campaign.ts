// A campaign with --network netns runs in a private space of the machine: the same command once more, inside. This
// process stays outside, hands an interruption on, and takes the temporary folder away.

import { chmodSync } from 'node:fs';
import type { Writable } from 'node:stream';
import { enter, outside, wayIn } from '../machine/private-space.ts';
import type { Run } from '../machine/run.ts';
import { RUN_VARIABLE } from '../machine/run-record.ts';
import { lackOfPrograms } from '../runner/network/netns/capabilities.ts';
import { WrongUsage } from './wrong-usage.ts';

/** Whether the command has to be run again inside: it is to, and it is not there yet. */
export const isToEnter = (network: string): boolean => network === 'netns' && outside() === null;

/**
 * Resolves to the exit code of the command inside.
 * @param pipe by whose end a process outside knows that the space is gone
 * @throws WrongUsage where this machine has no private space
 */
export async function runInside(run: Run, pipe: Writable | null, signal: AbortSignal): Promise<number> {
  const way = wayIn();
  const lack = lackOfPrograms() ?? ('reason' in way ? way.reason : null);
  if ('reason' in way || lack !== null) {
    throw new WrongUsage(`--network netns: ${lack}; see npm run doctor, or leave it out`);
  }
  const folder = run.newFolder('inside');
  // the way to a folder inside that PostgreSQL is given as another user
  for (const path of [run.folder, folder]) chmodSync(path, 0o711);
  const ended = await enter({
    line: way.line,
    command: [process.execPath, ...process.execArgv, ...process.argv.slice(1)],
    env: { TMPDIR: folder, [RUN_VARIABLE]: run.id },
    pipe,
    signal,
  });
  if (typeof ended === 'number') return ended;
  throw new Error(`expected the campaign inside to end by itself, found that it ended by ${ended}`);
}
