// How every command says that it cannot go on: one line that begins with `error:` and ends with where to look. And
// what people type to run one, for its usage line.

import { Command } from 'commander';
import { visible } from '../contract/visible-text.ts';

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
  ).replace(/\.$/, '');
  return `error: ${said}${/\bsee\b|--help/i.test(said) ? '' : `; ${helpOf(command)}`}`;
}

/** A command by what people type, which says itself what is wrong with its options, and where to look. */
export const commandCalled = (command: string): Command =>
  new Command(typedAs(command)).configureOutput({
    outputError: (message, write) => write(`${complaint(command, message)}\n`),
  });
