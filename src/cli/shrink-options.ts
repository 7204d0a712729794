// The options of `npm run shrink`.

import { InvalidArgumentError } from 'commander';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { demandProgram, parseCycleOfClass, parseSubject } from './run-options.ts';
import { whole } from './whole-number.ts';
import { WrongUsage } from './wrong-usage.ts';

export interface ShrinkOptions {
  id: string;
  fault: string;
  cycle: number;
  binary: string | null;
  /** The path of a module; null: the subject that the campaign names. */
  subject: string | null;
  anomaly: string | null;
  trials: number;
  confirming: number;
  least_rate: number;
  minutes: number;
  out: string;
  json: boolean;
}

const TRIALS = { default: 5, max: 1_000 } as const;
const CONFIRMING_DEFAULT = 10;
const LEAST_RATE_DEFAULT = 0.8;
const MINUTES_DEFAULT = 30;

/**
 * Ends the process with 0 after help.
 * @throws WrongUsage that says what was expected
 */
export function parseShrink(argv: readonly string[]): ShrinkOptions {
  const command = readCommand('shrink')
    .description(
      'Looks for the smallest schedule that still shows an anomaly of a recorded cycle, and keeps it as steps that a person can follow.',
    )
    .argument('<id>', 'the campaign')
    .argument('<class:cycle>', 'a cycle of it in which an anomaly was named', parseCycleOfClass)
    .option('--binary <path>', 'the program that the campaign was run with; its hash must be the recorded one')
    .option('--subject <path>', 'the module of a subject of your own', parseSubject)
    .option('--anomaly <name>', 'the one that has to come again (default: the first that the cycle names)')
    .option('--trials <n>', 'of each schedule', whole(1), TRIALS.default)
    .option('--confirm <n>', 'fresh trials of the smallest', whole(1), CONFIRMING_DEFAULT)
    .option('--least-rate <r>', 'share of the trials that must reproduce, above 0', parseRate, LEAST_RATE_DEFAULT)
    .option('--minutes <n>', 'then the smallest so far is confirmed and kept', parseMinutes, MINUTES_DEFAULT)
    .option('--out <dir>', 'directory of the campaigns', campaignsHere())
    .option('--json', 'prints one machine-readable document on stdout; progress goes to stderr')
    .addHelpText(
      'after',
      '\nWrites shrink-CLASS-CYCLE.json into the folder of the campaign, or the next number that is free.\n\nExit codes: 0 kept · 2 wrong usage · 3 it did not reproduce, or could not be run: nothing is kept · 130 interrupted.',
    );
  const given = optionsGiven(command, argv);
  const [id = '', of] = command.processedArgs as [string, { fault: string; cycle: number }];
  const binary: string | null = given.binary ?? null;
  demandProgram(binary);
  if (given.trials > TRIALS.max || given.confirm > TRIALS.max)
    throw new WrongUsage(`--trials, --confirm: expected at most ${TRIALS.max}`);
  return {
    ...{ id, ...of, binary },
    ...{ subject: given.subject ?? null, anomaly: given.anomaly ?? null },
    ...{ trials: given.trials, confirming: given.confirm, least_rate: given.leastRate, minutes: given.minutes },
    ...{ out: given.out, json: given.json === true },
  };
}

function parseRate(value: string): number {
  const rate = Number(value);
  if (!/^\d*\.?\d+$/.test(value) || !(rate > 0 && rate <= 1))
    throw new InvalidArgumentError('expected a share above 0 and at most 1, such as 0.8');
  return rate;
}

/** A week: whoever waits longer has another machine. */
const MINUTES_MAX = 10_080;

function parseMinutes(value: string): number {
  const minutes = Number(value);
  if (!/^\d*\.?\d+$/.test(value) || !(minutes > 0 && minutes <= MINUTES_MAX))
    throw new InvalidArgumentError(`expected minutes above 0 and at most ${MINUTES_MAX}`);
  return minutes;
}
