// npm run plan: splits a campaign into shards, and writes what must come back before it may count.

import { randomInt } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import type { Plan } from '../contract/plan.ts';
import { harnessHere } from '../machine/harness.ts';
import { Run } from '../machine/run.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { planHash, planText } from '../shards/plan-file.ts';
import { UnusableProgram } from '../subjects/subject.ts';
import { idOf, nextId } from './campaign-id.ts';
import { reportError } from './campaign-report.ts';
import { planned, profileOf, subjectOf } from './campaign-settings.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { guardOutput } from './output.ts';
import { demandProgram, describeRun, optionsOfRun, parseCount, SEED_MAX } from './run-options.ts';
import { parseShards } from './shard-options.ts';
import { demandWritable } from './writable-folder.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { done: 0, usage: 2, incomplete: 3 } as const;

guardOutput();
process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const run = new Run(new AbortController().signal);
  try {
    const given = optionsGiven(commandOf(), argv);
    const options = optionsOfRun(given);
    demandProgram(options.binary);
    if (given.planFile !== undefined) demandPlace(given.planFile);
    const subject = await subjectOf(options, run);
    const identity = await subject.identify();
    const profile = profileOf(options);
    const facts = {
      campaign_id: options.id ?? idFor(given, identity.ref, profile.name),
      identity,
      harness: harnessHere(),
      profile,
      faults: options.faults ?? defaultFaults(),
      seed: options.seed ?? randomInt(SEED_MAX),
      defect: options.defect,
    };
    const plan = planned({ ...facts, network: options.network }, given.shards);
    const file: string = given.planFile ?? `${facts.campaign_id}.plan.json`;
    write(file, plan);
    process.stdout.write(`${said(given, plan, file)}\n`);
    return EXIT.done;
  } catch (error) {
    const wrong = error instanceof WrongUsage || error instanceof UnusableProgram;
    const code = wrong ? EXIT.usage : EXIT.incomplete;
    reportError('plan', error, code, argv.includes('--json'));
    return code;
  } finally {
    await run.close();
  }
}

function commandOf(): Command {
  return describeRun(readCommand('plan'))
    .description('Splits a campaign into shards, and writes what must come back before it may count.')
    .requiredOption('--shards <n>', 'parts that run by themselves, each on a machine of its own', parseShards)
    .addOption(
      new Option('--ordinal <n>', 'its number in the series <ref>-<profile> (default: the next one in --out)')
        .argParser(parseCount)
        .conflicts('id'),
    )
    .option('--out <dir>', 'directory of the campaigns, read for the next number', campaignsHere())
    .option('--plan-file <file>', 'where the plan is written (default: <id>.plan.json)')
    .addOption(
      new Option(
        '--outputs',
        'prints the id, ref and subject and the numbers of the shards as lines that GITHUB_OUTPUT takes',
      ).conflicts('json'),
    )
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText('after', '\nExit codes: 0 written · 2 wrong usage.');
}

function idFor({ ordinal, out }: ReturnType<Command['opts']>, ref: string, profile: string): string {
  return ordinal === undefined ? nextId(resolve(out), ref, profile) : idOf(ref, profile, ordinal);
}

/** Never over another plan: shards of it may be on their way. */
function demandPlace(file: string): void {
  if (existsSync(file)) throw new WrongUsage(`--plan-file: expected no file yet, found ${file}`);
  const folder = dirname(resolve(file));
  if (!existsSync(folder)) throw new WrongUsage(`--plan-file: expected an existing folder, found none at ${folder}`);
  try {
    demandWritable(folder);
  } catch (error) {
    throw new WrongUsage(`--plan-file: expected a folder that can be written, found ${(error as Error).message}`);
  }
}

function write(file: string, plan: Plan): void {
  demandPlace(file);
  writeFileSync(`${file}.partial`, planText(plan));
  renameSync(`${file}.partial`, file);
}

function said({ json, outputs }: ReturnType<Command['opts']>, plan: Plan, file: string): string {
  if (json) return JSON.stringify({ file, plan });
  return outputs ? outputsOf(plan) : wordsOf(plan, file).join('\n');
}

/** A value of several lines would be read as more outputs. */
function outputsOf({ campaign_id, subject, shards }: Plan): string {
  const values = { id: campaign_id, subject: subject.name, ref: subject.ref };
  const broken = Object.entries(values).find(([, value]) => /[\r\n]/.test(value));
  if (broken)
    throw new WrongUsage(`--outputs: expected one line for the ${broken[0]}, found ${JSON.stringify(broken[1])}`);
  const numbers = JSON.stringify(shards.map(({ shard }) => shard));
  return [...Object.entries(values).map(([key, value]) => `${key}=${value}`), `shards=${numbers}`].join('\n');
}

function wordsOf(plan: Plan, file: string): string[] {
  const { shards, profile, faults, seed, campaign_id } = plan;
  return [
    `${campaign_id}: ${profile.cycles} cycles of ${faults.length} fault classes in ${shards.length} shards, seed ${seed}`,
    ...shards.map(
      ({ shard, phases, cycles }) =>
        `  ${shard}/${shards.length}  phase ${phases.join(', ')}; ${cycles.length === 1 ? 'one cycle' : `${cycles.length} cycles`} of each class`,
    ),
    `  plan     ${file} (sha256 ${planHash(plan)})`,
    `  run one  npm run campaign -- --plan ${file} --shard 1/${shards.length}`,
    `  join     npm run merge -- --plan ${file} DIR...`,
  ];
}
