// What the commands of the site share: a setting that is wrong is one line and code 2, and never a stack trace.

import { type Command, InvalidArgumentError } from 'commander';
import { NothingBuilt, WrongSetting } from '../publish/settings.ts';
import { commandCalled, complaint } from './complaint.ts';

export const WRONG_USAGE = 2;

/** Does the command's work; gives its exit code. */
export async function siteCommand(command: string, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof WrongSetting || error instanceof NothingBuilt)) throw error;
    process.stderr.write(`${complaint(command, error.message)}\n`);
    return WRONG_USAGE;
  }
}

/** A command whose options are read at once; wrong usage ends it with 2. */
export const siteProgram = (name: string, description: string): Command =>
  commandCalled(name)
    .description(description)
    .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_USAGE));

/** `--allow-host a --allow-host b` */
export function hostName(given: string, earlier: readonly string[]): string[] {
  if (!/^(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\])$/i.test(given)) {
    throw new InvalidArgumentError('expected the name of a host, without a port.');
  }
  return [...earlier, given];
}

export const ALLOW_HOST = ['--allow-host <name>', 'answer requests for this host too; may be given again'] as const;
