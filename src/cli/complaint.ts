// How every command says that it cannot go on: one line that begins with `error:` and ends with where to look. And
// what people type to run one, for its usage line.

import { Command } from 'commander';
import { messageOf } from '../contract/message.ts';
import { visible } from '../contract/visible-text.ts';
import { WrongUsage } from './wrong-usage.ts';

/** `npm run campaign --`: options follow it. */
export const typedAs = (command: string): string => (command === 'start' ? 'npm start --' : `npm run ${command} --`);

export const helpOf = (command: string): string => `see ${typedAs(command)} --help`;

/** On one line. A message that says itself where to look keeps its own words. */
export function complaint(command: string, message: string): string {
  const said = visible(
    message
      .replace(/^error: /, '')
      .trim()
      .replace(/\s*\n\s*/g, ' '),
  ).replace(/(?<!\.)\.$/, '');
  return `error: ${said}${/\bsee\b|--help/i.test(said) ? '' : `; ${helpOf(command)}`}`;
}

/** Says why a command that reads campaigns could not do its work; gives its exit code. */
export function complain(command: string, error: unknown): 2 | 3 {
  process.stderr.write(`${complaint(command, messageOf(error))}\n`);
  return error instanceof WrongUsage ? 2 : 3;
}

/** A command by what people type, which says itself what is wrong with its options, and where to look. */
export const commandCalled = (command: string): Command =>
  new Command(typedAs(command)).configureOutput({
    outputError: (message, write) => write(`${complaint(command, message)}\n`),
  });
