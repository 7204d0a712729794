// The options of `npm run campaign`. Whatever is wrong with them ends with code 2 and says what was expected.

import { type Command, InvalidArgumentError, Option } from 'commander';
import { campaignsHere } from '../catalogue/campaigns-folder.ts';
import type { Plan } from '../contract/plan.ts';
import { PROFILES } from '../runner/profiles.ts';
import { PLANTED, type Planting } from '../scoreboard/planted.ts';
import { isModulePath } from '../subjects/own-module.ts';
import { optionsGiven, readCommand } from './options-given.ts';
import { demandProgram, describeRun, optionsOfRun, parseCycleOfClass, type RunOptions } from './run-options.ts';
import { type AskedShard, asPlanned, demandWhole, parseShard, planIn, SAID_BY_PLAN } from './shard-options.ts';
import { WrongUsage } from './wrong-usage.ts';

export interface CampaignOptions extends RunOptions {
  postgres_url: string | null;
  replay: { fault: string; cycle: number } | null;
  shard: AskedShard | null;
  /** Read from its file; null: what is typed here is the plan. */
  plan: Plan | null;
  /** Planted and looked for before the campaign; null: none. */
  canary: Planting | null;
  fail_fast: boolean;
  out: string;
  json: boolean;
}

/**
 * Ends the process with 0 after help.
 * @throws WrongUsage that says what was expected
 */
export function parseCampaign(argv: readonly string[]): CampaignOptions {
  const command = commandOf();
  const given = optionsGiven(command, argv);
  if (given.plan !== undefined && command.getOptionValueSource('subject') === 'cli' && !isModulePath(given.subject)) {
    throw new WrongUsage(
      '--plan: expected no --subject beside it but the path of a module: the plan names the subject',
    );
  }
  const typed: CampaignOptions = {
    ...optionsOfRun(given),
    postgres_url: given.postgresUrl ?? null,
    replay: given.replay ?? null,
    shard: given.shard ?? null,
    plan: given.plan === undefined ? null : planIn(given.plan),
    canary: given.canary ?? null,
    fail_fast: given.failFast === true,
    out: given.out ?? `${campaignsHere()}${given.shard ? '-shards' : ''}`,
    json: given.json === true,
  };
  demandWhole(typed);
  demandWhatFits(typed);
  return typed.plan ? asPlanned(typed, typed.plan) : typed;
}

/** What no option can say of itself alone. */
function demandWhatFits(options: CampaignOptions): void {
  const { replay, seed, cycles, profile, out, network, postgres_url } = options;
  demandProgram(options.binary);
  if (replay && seed === null) {
    throw new WrongUsage('--replay needs the --seed of the campaign whose cycle is to run again');
  }
  const last = cycles ?? PROFILES[profile].cycles;
  if (replay && replay.cycle > last) {
    const of = cycles === null ? `the profile ${profile} (see --profile and --cycles)` : `--cycles ${cycles}`;
    throw new WrongUsage(`--replay: expected a cycle from 1 to ${last}, as ${of} has them; found ${replay.cycle}`);
  }
  if (out === '') throw new WrongUsage('--out: expected a directory, found an empty name');
  demandPostgres(postgres_url);
  if (network === 'netns' && postgres_url !== null) {
    const instead = 'leave it out, and a server is started inside';
    throw new WrongUsage(
      `--postgres-url: expected none with --network netns, whose space reaches no server; ${instead}`,
    );
  }
}

/** @throws WrongUsage for what is no address of a server; it is not shown, for it may hold a password */
export function demandPostgres(url: string | null): void {
  if (url !== null && !isPostgres(url))
    throw new WrongUsage('--postgres-url: expected an address such as postgres://user@host:5432/database');
}

/** A server is named by its host, or by the folder of its socket: `postgres:///database?host=/run/postgresql`. */
function isPostgres(address: string): boolean {
  const url = URL.parse(address);
  if (url === null || !/^postgres(ql)?:$/.test(url.protocol)) return false;
  return url.hostname !== '' || Boolean(url.searchParams.get('host'));
}

function commandOf(): Command {
  return describeRun(readCommand('campaign'))
    .description('Runs the four-phase campaign against a live three-node cluster and writes its folder.')
    .option(
      '--postgres-url <url>',
      'a PostgreSQL server for phase 3 (default: embedded where the subject can live with it, else one of this machine)',
    )
    .addOption(
      new Option('--replay <class:cycle>', 'runs that one cycle again, beside the campaigns; needs --seed')
        .argParser(parseCycleOfClass)
        .conflicts('faults'),
    )
    .addOption(
      new Option('--shard <i/n>', 'runs one of n parts; needs --plan, or else --id and --seed')
        .argParser(parseShard)
        .conflicts('replay'),
    )
    .addOption(new Option('--plan <file>', 'what npm run plan wrote').conflicts([...SAID_BY_PLAN, 'replay']))
    .addOption(
      new Option(
        '--canary <id>',
        'first plants this defect in the reference, in a short run of its own; where it goes unseen, the campaign is no pass',
      )
        .argParser(parseCanary)
        .conflicts('replay'),
    )
    .option('--fail-fast', 'stops after the first phase that does not pass')
    .option('--out <dir>', `directory of the campaigns (default: ${campaignsHere()}; of a shard, what is beside it)`)
    .option('--json', 'prints one machine-readable document on stdout; progress goes to stderr')
    .addHelpText(
      'after',
      '\nExit codes: 0 everything passed · 1 evidence of failure · 2 wrong usage · 3 incomplete evidence · 130 interrupted.',
    );
}

function parseCanary(value: string): Planting {
  const found = PLANTED.find(({ defect, escapes_because }) => defect === value && escapes_because === undefined);
  if (found) return found;
  throw new InvalidArgumentError('expected a defect that the scoreboard catches; see npm run scoreboard -- --help');
}
