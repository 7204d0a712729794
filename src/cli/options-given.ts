// What was typed, as the command reads it.

import { type Command, CommanderError } from 'commander';
import { WrongUsage } from './wrong-usage.ts';

/** Ends the process with 0 after help; throws WrongUsage that says what was expected. */
export function optionsGiven(command: Command, argv: readonly string[]): ReturnType<Command['opts']> {
  try {
    return command.parse(argv).opts();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) process.exit(0);
    throw new WrongUsage(error.message.replace(/^error: /, ''));
  }
}
