// npm run plan: splits a campaign into shards, and writes what must come back before it may count.

import { randomInt } from 'node:crypto';
import { existsSync, renameSync, writeFileSync } from 'node:fs';
import { Command } from 'commander';
import type { Plan } from '../contract/plan.ts';
import { Run } from '../machine/run.ts';
import { harnessHere } from '../runner/harness.ts';
import { messageOf } from '../runner/message.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';
import { planHash, planText } from '../shards/plan-file.ts';
import { UnusableProgram } from '../subjects/subject.ts';
import { planned, profileOf, subjectOf } from './campaign-settings.ts';
import { complaint, typedAs } from './complaint.ts';
import { optionsGiven } from './options-given.ts';
import { demandProgram, describeRun, optionsOfRun, SEED_MAX } from './run-options.ts';
import { parseShards } from './shard-options.ts';
import { WrongUsage } from './wrong-usage.ts';

const EXIT = { done: 0, usage: 2, incomplete: 3 } as const;

process.exitCode = await main(process.argv);

async function main(argv: readonly string[]): Promise<number> {
  const run = new Run(new AbortController().signal);
  try {
    const given = optionsGiven(commandOf(), argv);
    const options = optionsOfRun(given);
    demandProgram(options);
    if (options.id === null) throw new WrongUsage('--id: expected the name of the campaign, found none');
    const subject = subjectOf(options, run);
    const facts = {
      campaign_id: options.id,
      identity: await subject.identify(),
      harness: harnessHere(),
      profile: profileOf(options),
      faults: options.faults ?? defaultFaults(),
      seed: options.seed ?? randomInt(SEED_MAX),
      defect: options.defect,
    };
    const plan = planned(facts, given.shards);
    const file: string = given.planFile ?? `${options.id}.plan.json`;
    write(file, plan);
    process.stdout.write(given.json ? `${JSON.stringify({ file, plan })}\n` : `${wordsOf(plan, file).join('\n')}\n`);
    return EXIT.done;
  } catch (error) {
    process.stderr.write(`${complaint('plan', messageOf(error))}\n`);
    return error instanceof WrongUsage || error instanceof UnusableProgram ? EXIT.usage : EXIT.incomplete;
  } finally {
    await run.close();
  }
}

function commandOf(): Command {
  return describeRun(new Command(typedAs('plan')))
    .description('Splits a campaign into shards, and writes what must come back before it may count.')
    .requiredOption('--shards <n>', 'parts that run by themselves, each on a machine of its own', parseShards)
    .option('--plan-file <file>', 'where the plan is written (default: <id>.plan.json)')
    .option('--json', 'prints one machine-readable document on stdout')
    .addHelpText('after', '\nExit codes: 0 written · 2 wrong usage.')
    .allowExcessArguments(false)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
}

/** Never over another plan: shards of it may be on their way. */
function write(file: string, plan: Plan): void {
  if (existsSync(file)) throw new WrongUsage(`--plan-file: expected no file yet, found ${file}`);
  writeFileSync(`${file}.partial`, planText(plan));
  renameSync(`${file}.partial`, file);
}

function wordsOf(plan: Plan, file: string): string[] {
  const { shards, profile, faults, seed, campaign_id } = plan;
  return [
    `${campaign_id}: ${profile.cycles} cycles of ${faults.length} fault classes in ${shards.length} shards, seed ${seed}`,
    ...shards.map(
      ({ shard, phases, cycles }) =>
        `  ${shard}/${shards.length}  phase ${phases.join(', ')}; ${cycles.length} cycles of each class`,
    ),
    `  plan     ${file} (sha256 ${planHash(plan)})`,
    `  run one  npm run campaign -- --plan ${file} --shard 1/${shards.length}`,
    '  join     npm run merge -- DIR...',
  ];
}
