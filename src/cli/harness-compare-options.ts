// The options of `npm run harness-compare`. Whatever is wrong with them ends with code 2 and says what was expected.

import type { Command } from 'commander';
import { optionsGiven, readCommand } from './options-given.ts';
import { classList, demandProgram, parseCount, parseFaults, parseSeed } from './run-options.ts';

export interface CompareOptions {
  subject: string;
  binary: string | null;
  ref: string | null;
  faults: string[] | null;
  cycles: number;
  writes: number;
  seed: number | null;
  out: string | null;
  json: boolean;
}

/** What the established harness was published with, but for the number of cycles. */
const CYCLES_DEFAULT = 5;
const WRITES_DEFAULT = 100;
/** The subject that a program is taken for where none is named, and the one that needs none. */
const SUBJECT = { of_binary: 'ai-memory', without: 'reference' } as const;

/**
 * Ends the process with 0 after help.
 * @throws WrongUsage that says what was expected
 */
export function parseCompare(argv: readonly string[]): CompareOptions {
  const given = optionsGiven(commandOf(), argv);
  const binary: string | null = given.binary ?? null;
  demandProgram(binary);
  return {
    subject: given.subject ?? (binary === null ? SUBJECT.without : SUBJECT.of_binary),
    binary,
    ref: given.ref ?? null,
    faults: given.faults ?? null,
    cycles: given.cycles,
    writes: given.writes,
    seed: given.seed ?? null,
    out: given.out ?? null,
    json: given.json === true,
  };
}

/** What repeats a comparison; where the program lies is the reader's own business. */
export function commandLine(options: CompareOptions, faults: readonly string[], seed: number): string {
  const { subject, binary, cycles, writes } = options;
  const words = [
    `--subject ${subject}`,
    ...(binary === null ? [] : ['--binary PATH']),
    `--faults ${faults.join(',')}`,
    `--cycles ${cycles} --writes ${writes} --seed ${seed}`,
  ];
  return `npm run harness-compare -- ${words.join(' ')}`;
}

const commandOf = (): Command =>
  readCommand('harness-compare')
    .description(
      'Measures one build the way the established shell harness does and the way we do, with the same faults and with none.',
    )
    .option('--binary <path>', 'the program under test, for subjects that do not bring their own')
    .option(
      '--subject <name>',
      `what is tested (default: ${SUBJECT.of_binary} with --binary, ${SUBJECT.without} without)`,
    )
    .option('--ref <ref>', 'what was built: a tag, branch or commit (default: as the subject says)')
    .option(
      '--faults <a,b>',
      'fault classes (default: the four of a gate); no fault at all is always measured too',
      parseFaults,
    )
    .option('--cycles <n>', 'cycles of each class, of either harness', parseCount, CYCLES_DEFAULT)
    .option(
      '--writes <n>',
      'writes of a cycle: sent by the established harness, acked in ours',
      parseCount,
      WRITES_DEFAULT,
    )
    .option(
      '--seed <n>',
      'fixes our schedules; the established harness has none (default: drawn, and recorded)',
      parseSeed,
    )
    .option('--out <file>', 'writes the document there; a file that exists is never overwritten')
    .option('--json', 'prints the document on stdout instead of a table; progress goes to stderr')
    .addHelpText(
      'after',
      `\nFault classes:\n${classList()}\n\n` +
        'Exit codes: 0 measured, whatever the figures say · 1 could not be measured · 2 wrong usage · 130 interrupted.',
    );
