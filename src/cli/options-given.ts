// What was typed, as the command reads it.

import { Command, CommanderError } from 'commander';
import { typedAs } from './complaint.ts';
import { WrongUsage } from './wrong-usage.ts';

const MISSING = 'commander.missingMandatoryOptionValue';

/** A command by what people type. It says nothing itself of what is wrong with its options: `optionsGiven` throws it. */
export const readCommand = (name: string): Command =>
  new Command(typedAs(name))
    .allowExcessArguments(false)
    .configureOutput({ outputError: () => {} })
    .exitOverride();

/** Ends the process with 0 after help; throws WrongUsage that says what was expected. */
export function optionsGiven(command: Command, argv: readonly string[]): ReturnType<Command['opts']> {
  try {
    return command.parse(argv).opts();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode === 0) process.exit(0);
    // what is not known is said before what is missing: it may be that, misspelt
    if (error.code === MISSING) demandKnown(command, argv);
    throw new WrongUsage(error.message.replace(/^error: /, ''));
  }
}

function demandKnown(command: Command, argv: readonly string[]): void {
  const [unknown] = command.parseOptions(argv.slice(2)).unknown;
  if (unknown?.startsWith('-')) throw new WrongUsage(`unknown option '${unknown}'`);
}
