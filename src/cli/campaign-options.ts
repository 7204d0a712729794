// The options of `npm run campaign`. Whatever is wrong with them ends with code 2 and says what was expected.

import { statSync } from 'node:fs';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { isCampaignId, NODES } from '../contract/names.ts';
import { FAULT_CLASSES, FAULT_NAMES } from '../runner/nemesis/classes.ts';
import { PROFILE_NAMES, PROFILES, type ProfileName } from '../runner/profiles.ts';
import type { WorkloadName } from '../runner/workloads/in-cycle.ts';
import { plantable, subjectNames } from '../subjects/registry.ts';
import { typedAs } from './complaint.ts';
import { parseWorkloads, workloadList } from './workload-option.ts';

export class WrongUsage extends Error {
  override readonly name = 'WrongUsage';
}

export interface CampaignOptions {
  id: string | null;
  subject: string;
  binary: string | null;
  ref: string | null;
  profile: ProfileName;
  faults: string[] | null;
  cycles: number | null;
  writes: number | null;
  quorum_writes: number | null;
  quorum_timeout_ms: number | null;
  catchup_interval_secs: number | null;
  workloads: WorkloadName[] | null;
  network: 'proxy';
  postgres_url: string | null;
  seed: number | null;
  replay: { fault: string; cycle: number } | null;
  defect: string | null;
  fail_fast: boolean;
  out: string;
  json: boolean;
}

/** A day: beyond these nobody waits, and the timers of the machine could not. */
const CATCHUP_INTERVAL_SECS_MAX = 86_400;
const QUORUM_TIMEOUT_MS_MAX = 600_000;
const CYCLES_MAX = 100_000;
const WRITES_MAX = 1_000_000;

/**
 * Ends the process with 0 after help.
 * @throws WrongUsage that says what was expected
 */
export function parseCampaign(argv: readonly string[]): CampaignOptions {
  const given = optionsGiven(commandOf(), argv);
  const options: CampaignOptions = {
    id: given.id ?? null,
    subject: given.subject,
    binary: given.binary ?? null,
    ref: given.ref ?? null,
    profile: given.profile,
    faults: given.faults ?? null,
    cycles: given.cycles ?? null,
    writes: given.writes ?? null,
    quorum_writes: given.quorumWrites ?? null,
    quorum_timeout_ms: given.quorumTimeoutMs ?? null,
    catchup_interval_secs: given.catchupIntervalSecs ?? null,
    workloads: given.workload ?? null,
    network: given.network,
    postgres_url: given.postgresUrl ?? null,
    seed: given.seed ?? null,
    replay: given.replay ?? null,
    defect: given.defect ?? null,
    fail_fast: given.failFast === true,
    out: given.out,
    json: given.json === true,
  };
  demandWhatFits(options);
  return options;
}

/** What no option can say of itself alone. */
function demandWhatFits({ replay, seed, cycles, profile, binary, out, postgres_url }: CampaignOptions): void {
  if (replay && seed === null) {
    throw new WrongUsage('--replay needs the --seed of the campaign whose cycle is to run again');
  }
  const last = cycles ?? PROFILES[profile].cycles;
  if (replay && replay.cycle > last) {
    const of = cycles === null ? `the profile ${profile} (see --profile and --cycles)` : `--cycles ${cycles}`;
    throw new WrongUsage(`--replay: expected a cycle from 1 to ${last}, as ${of} has them; found ${replay.cycle}`);
  }
  demandProgram(binary);
  if (out === '') throw new WrongUsage('--out: expected a directory, found an empty name');
  demandPostgres(postgres_url);
}

/** @throws WrongUsage where no file is there */
export function demandProgram(binary: string | null): void {
  if (binary !== null && !isFile(binary))
    throw new WrongUsage(`--binary: expected the path of a program, found no file at ${binary}`);
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

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

function commandOf(): Command {
  const choice = (flags: string, description: string, values: readonly string[], value: string): Option =>
    new Option(flags, description).choices(values).default(value);
  return new Command(typedAs('campaign'))
    .description('Runs the four-phase campaign against a live three-node cluster and writes its folder.')
    .option('--id <id>', 'name of the campaign (default: <ref>-<profile>-r<next>)', parseId)
    .addOption(choice('--subject <name>', 'what is tested', subjectNames(), 'reference'))
    .option(
      '--binary <path>',
      'the program under test, for subjects that do not bring their own (ai-memory: or AI_MEMORY_BIN)',
    )
    .option('--ref <ref>', 'what was built: a tag, branch or commit (default: as the subject says)')
    .addOption(choice('--profile <name>', 'how much is done', PROFILE_NAMES, 'smoke'))
    .option('--faults <a,b>', 'fault classes of phase 4 (default: the four of a gate)', parseFaults)
    .option('--cycles <n>', 'cycles of each fault class instead of the profile’s', countUpTo(CYCLES_MAX))
    .option('--writes <n>', 'acked writes that each cycle reaches, instead of the profile’s', countUpTo(WRITES_MAX))
    .option('--quorum-writes <n>', 'W: nodes that must hold a write before it is acked', parseQuorum)
    .option('--quorum-timeout-ms <n>', 'how long a write waits for its quorum', countUpTo(QUORUM_TIMEOUT_MS_MAX))
    .option('--catchup-interval-secs <s>', 'between two rounds of a node’s catch-up; 0 switches it off', parseSeconds)
    .option(
      '--workload <a,b>',
      'what clients do in phase 4, all at once; create always (default: create,revise)',
      parseWorkloads,
    )
    .addOption(choice('--network <mode>', 'how links between nodes are cut', ['proxy'], 'proxy'))
    .option(
      '--postgres-url <url>',
      'a PostgreSQL server for phase 3 (default: embedded where the subject can live with it, else one of this machine)',
    )
    .option('--seed <n>', 'fixes every schedule (default: drawn, and recorded)', parseSeed)
    .addOption(
      new Option('--replay <class:cycle>', 'runs that one cycle again, beside the campaigns; needs --seed')
        .argParser(parseReplay)
        .conflicts('faults'),
    )
    .option('--defect <id>', 'plants a defect in the nodes, to see whether it is found: such a campaign never passes')
    .option('--fail-fast', 'stops after the first phase that does not pass')
    .option('--out <dir>', 'directory of the campaigns', process.env.CAMPAIGNS_DIR || 'campaigns')
    .option('--json', 'prints one machine-readable document on stdout; progress goes to stderr')
    .addHelpText(
      'after',
      `\nFault classes:\n${classList()}\n\nWorkloads:\n${workloadList()}\n\nDefects:\n${defectList()}\n\nExit codes: 0 everything passed · 1 evidence of failure · 2 wrong usage · 3 incomplete evidence · 130 interrupted.`,
    )
    .allowExcessArguments(false)
    .configureOutput({ outputError: () => {} })
    .exitOverride();
}

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

export const classList = (): string => FAULT_CLASSES.map(({ name, does }) => `  ${name.padEnd(24)} ${does}`).join('\n');

const defectList = (): string =>
  plantable()
    .map(({ subject, id, does }) => `  ${id.padEnd(24)} ${does} (${subject})`)
    .join('\n');

function parseId(value: string): string {
  if (!isCampaignId(value)) throw new InvalidArgumentError('expected letters, digits, ".", "_" and "-"');
  return value;
}

export function parseFaults(value: string): string[] {
  const names = [...new Set(value.split(',').map((name) => name.trim()))];
  names.forEach(demandFault);
  return names;
}

function demandFault(name: string): void {
  if (!FAULT_NAMES.includes(name)) {
    throw new InvalidArgumentError(
      `expected fault classes of ${FAULT_NAMES.join(', ')}; found ${JSON.stringify(name)}`,
    );
  }
}

export function parseCount(value: string): number {
  const count = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(count) || count < 1) {
    throw new InvalidArgumentError('expected a whole number of at least 1');
  }
  return count;
}

const countUpTo =
  (most: number) =>
  (value: string): number => {
    const count = parseCount(value);
    if (count > most) throw new InvalidArgumentError(`expected at most ${most}`);
    return count;
  };

function parseQuorum(value: string): number {
  const count = parseCount(value);
  if (count > NODES.length) throw new InvalidArgumentError(`expected 1 to ${NODES.length}, the number of nodes`);
  return count;
}

function parseSeconds(value: string): number {
  if (!/^\d+(\.\d+)?$/.test(value)) throw new InvalidArgumentError('expected seconds, such as 0 or 0.25');
  if (Number(value) > CATCHUP_INTERVAL_SECS_MAX) {
    throw new InvalidArgumentError(`expected at most ${CATCHUP_INTERVAL_SECS_MAX} seconds`);
  }
  return Number(value);
}

export function parseSeed(value: string): number {
  const seed = Number(value);
  if (!/^\d+$/.test(value) || !Number.isSafeInteger(seed)) throw new InvalidArgumentError('expected a whole number');
  return seed;
}

function parseReplay(value: string): { fault: string; cycle: number } {
  const [fault = '', cycle, ...rest] = value.split(':');
  if (cycle === undefined || rest.length > 0) throw new InvalidArgumentError('expected CLASS:CYCLE');
  demandFault(fault);
  return { fault, cycle: parseCount(cycle) };
}
