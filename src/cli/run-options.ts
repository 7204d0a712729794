// The options that say what is run: on which build, how much of it, with which faults. Whoever plans a campaign and
// whoever runs it reads the same ones.

import { statSync } from 'node:fs';
import { type Command, InvalidArgumentError, Option } from 'commander';
import { messageOf } from '../contract/message.ts';
import { isCampaignId, NODE_NAMES, NODES } from '../contract/names.ts';
import { FAULT_CLASSES, faultClass } from '../runner/nemesis/classes.ts';
import { NETWORK_MODES, type NetworkMode } from '../runner/network/transport.ts';
import { PROFILE_NAMES, type ProfileName } from '../runner/profiles.ts';
import type { WorkloadName } from '../runner/workloads/in-cycle.ts';
import { isModulePath } from '../subjects/own-module.ts';
import { plantable, subjectNames } from '../subjects/registry.ts';
import { parseWorkloads, workloadList } from './workload-option.ts';
import { WrongUsage } from './wrong-usage.ts';

export interface RunOptions {
  id: string | null;
  subject: string;
  binary: string | null;
  ref: string | null;
  profile: ProfileName;
  faults: string[] | null;
  nodes: number | null;
  cycles: number | null;
  writes: number | null;
  quorum_writes: number | null;
  quorum_timeout_ms: number | null;
  catchup_interval_secs: number | null;
  workloads: WorkloadName[] | null;
  network: NetworkMode;
  seed: number | null;
  defect: string | null;
}

/** A day: beyond these nobody waits, and the timers of the machine could not. */
const CATCHUP_INTERVAL_SECS_MAX = 86_400;
const QUORUM_TIMEOUT_MS_MAX = 600_000;
const CYCLES_MAX = 100_000;
const WRITES_MAX = 1_000_000;

/** The highest seed that is drawn: a person will still copy it. */
export const SEED_MAX = 2 ** 31;

export function describeRun(command: Command): Command {
  const choice = (flags: string, description: string, values: readonly string[], value: string): Option =>
    new Option(flags, description).choices(values).default(value);
  return command
    .option('--id <id>', 'name of the campaign (default: <ref>-<profile>-r<next>)', parseId)
    .option(
      '--subject <name>',
      `what is tested: ${subjectNames().join(', ')}, or the path of a module that makes a subject`,
      parseSubject,
      'reference',
    )
    .option(
      '--binary <path>',
      'the program under test, for subjects that do not bring their own (ai-memory: or AI_MEMORY_BIN)',
    )
    .option('--ref <ref>', 'what was built: a tag, branch or commit (default: as the subject says)')
    .addOption(choice('--profile <name>', 'how much is done', PROFILE_NAMES, 'smoke'))
    .option(
      '--faults <a,b>',
      'fault classes of phase 4, or two at once: a+b (default: the four of a gate)',
      parseFaults,
    )
    .option('--cycles <n>', 'cycles of each fault class instead of the profile’s', countUpTo(CYCLES_MAX))
    .option('--writes <n>', 'acked writes that each cycle reaches, instead of the profile’s', countUpTo(WRITES_MAX))
    .option('--nodes <n>', 'nodes of the cluster: 3, or 5 with W=3 (default: 3)', parseNodes)
    .option('--quorum-writes <n>', 'W: nodes that must hold a write before it is acked', countUpTo(NODE_NAMES.length))
    .option('--quorum-timeout-ms <n>', 'how long a write waits for its quorum', countUpTo(QUORUM_TIMEOUT_MS_MAX))
    .option('--catchup-interval-secs <s>', 'between two rounds of a node’s catch-up; 0 switches it off', parseSeconds)
    .option(
      '--workload <a,b>',
      'what clients do in phase 4, all at once; create always (default: create,revise)',
      parseWorkloads,
    )
    .addOption(
      choice(
        '--network <mode>',
        'how links between nodes are cut: by relays, or by the kernel',
        NETWORK_MODES,
        'proxy',
      ),
    )
    .option('--seed <n>', 'fixes every schedule (default: drawn, and recorded)', parseSeed)
    .option('--defect <id>', 'plants a defect in the nodes, to see whether it is found: such a campaign never passes')
    .addHelpText(
      'after',
      `\nFault classes:\n${classList()}\n\nWorkloads:\n${workloadList()}\n\nDefects:\n${defectList()}`,
    );
}

/** @throws WrongUsage for a quorum of more nodes than there are */
export const optionsOfRun = (given: ReturnType<Command['opts']>): RunOptions => ({
  id: given.id ?? null,
  subject: given.subject,
  binary: given.binary ?? null,
  ref: given.ref ?? null,
  profile: given.profile,
  faults: given.faults ?? null,
  nodes: given.nodes ?? null,
  cycles: given.cycles ?? null,
  writes: given.writes ?? null,
  quorum_writes: quorumOf(given.quorumWrites ?? null, given.nodes ?? NODES.length),
  quorum_timeout_ms: given.quorumTimeoutMs ?? null,
  catchup_interval_secs: given.catchupIntervalSecs ?? null,
  workloads: given.workload ?? null,
  network: given.network,
  seed: given.seed ?? null,
  defect: given.defect ?? null,
});

/** A majority of more nodes than three, where nothing else was asked for; null: as the profile has it. */
function quorumOf(asked: number | null, nodes: number): number | null {
  if (asked !== null && asked > nodes) {
    throw new WrongUsage(`--quorum-writes: expected 1 to ${nodes}, the number of nodes; found ${asked}`);
  }
  return asked ?? (nodes > NODES.length ? Math.floor(nodes / 2) + 1 : null);
}

/** @throws WrongUsage where there is no program at the path */
export function demandProgram(binary: string | null): void {
  if (binary !== null && !isFile(binary)) {
    throw new WrongUsage(`--binary: expected the path of a program, found no file at ${binary}`);
  }
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() === true;

export const classList = (): string => FAULT_CLASSES.map(({ name, does }) => `  ${name.padEnd(24)} ${does}`).join('\n');

const defectList = (): string =>
  plantable()
    .map(({ subject, id, does }) => `  ${id.padEnd(24)} ${does} (${subject})`)
    .join('\n');

/** A name, or the path of a module. */
export function parseSubject(value: string): string {
  if (subjectNames().includes(value) || isModulePath(value)) return value;
  throw new InvalidArgumentError(`Allowed choices are ${subjectNames().join(', ')}, or the path of a module.`);
}

function parseId(value: string): string {
  if (!isCampaignId(value)) throw new InvalidArgumentError('expected letters, digits, ".", "_" and "-"');
  return value;
}

export function parseFaults(value: string): string[] {
  const names = value.split(',').map((name) => name.trim());
  return [...new Set(names.map(parseFault))];
}

/** The name of a class; of two at once, whichever was named first. */
export function parseFault(name: string): string {
  try {
    return faultClass(name).name;
  } catch (error) {
    throw new InvalidArgumentError(messageOf(error));
  }
}

export function parseCycleOfClass(value: string): { fault: string; cycle: number } {
  const [fault = '', cycle, ...rest] = value.split(':');
  if (cycle === undefined || rest.length > 0) throw new InvalidArgumentError('expected CLASS:CYCLE');
  return { fault: parseFault(fault), cycle: parseCount(cycle) };
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

function parseNodes(value: string): number {
  const counts = [NODES.length, NODE_NAMES.length];
  const count = counts.find((one) => String(one) === value);
  if (count === undefined) throw new InvalidArgumentError(`expected ${counts.join(' or ')}`);
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
