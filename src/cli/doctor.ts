// npm run doctor: what this machine can run, found out by asking, each "no" with its reason.

import { join } from 'node:path';
import { messageOf } from '../contract/message.ts';
import { NODES } from '../contract/names.ts';
import { findFaketime } from '../machine/faketime.ts';
import { onFreePort } from '../machine/free-port.ts';
import { HERE } from '../machine/place.ts';
import { identify } from '../machine/process-identity.ts';
import { reapDeadRuns } from '../machine/reaper.ts';
import { deathSignal, Run } from '../machine/run.ts';
import { READY_MS_MAX, STOP_MS_MAX } from '../runner/cluster/cluster.ts';
import { cannotMakeLibrary, makeLibrary } from '../runner/disk/library.ts';
import { FAULT_CLASSES } from '../runner/nemesis/classes.ts';
import { capabilitiesInside } from '../runner/network/netns/capabilities.ts';
import { PROXY } from '../runner/network/proxy/wires.ts';
import { needsOf, openPostgres, type PostgresNeeds } from '../runner/postgres/postgres.ts';
import { bringsProgram, openSubject, subjectNames } from '../subjects/registry.ts';
import type { Capabilities, Subject } from '../subjects/subject.ts';
import { demandPostgres } from './campaign-options.ts';
import { commandCalled, complaint } from './complaint.ts';
import { type Answer, answersInWords, canRunACampaign } from './doctor-answers.ts';
import { INTERRUPTED, watchForInterruption } from './interruption.ts';
import { guardOutput } from './output.ts';
import { demandProgram } from './run-options.ts';
import { WrongUsage } from './wrong-usage.ts';

const WRONG_USAGE = 2;
const INCOMPLETE = 3;

/** What a subject asks for that keeps its vectors there: pgvector. */
const PGVECTOR: PostgresNeeds = {
  embedded: { available: false, reason: 'it serves one connection at a time' },
  extensions: ['vector'],
};

guardOutput();
const options = commandCalled('doctor')
  .description(
    'Says what this machine can run: subjects, network modes, Postgres, fault classes, each with the reason where not.',
  )
  .option('--postgres-url <url>', 'a PostgreSQL server to ask as well')
  .option('--binary <path>', 'the program of a subject that does not bring its own')
  .option('--json', 'prints one machine-readable document on stdout')
  .addHelpText(
    'after',
    '\nExit codes: 0 the embedded reference subject can run a whole campaign here · 2 wrong usage · 3 it cannot.',
  )
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : WRONG_USAGE))
  .parse()
  .opts<{ json?: boolean; postgresUrl?: string; binary?: string }>();

process.exitCode = await main();

async function main(): Promise<number> {
  const interruption = watchForInterruption((text) => process.stderr.write(`${text}\n`));
  let run: Run | null = null;
  try {
    demandProgram(options.binary ?? null);
    demandPostgres(options.postgresUrl ?? null);
    const started = startRun(interruption.signal);
    run = started instanceof Run ? started : null;
    const answers = await examine(started, options.postgresUrl ?? null, options.binary ?? null);
    if (interruption.signal.aborted) return INTERRUPTED;
    process.stdout.write(options.json ? `${JSON.stringify({ answers })}\n` : `${answersInWords(answers)}\n`);
    return canRunACampaign(answers) ? 0 : INCOMPLETE;
  } catch (error) {
    process.stderr.write(`${complaint('doctor', messageOf(error))}\n`);
    return error instanceof WrongUsage ? WRONG_USAGE : INCOMPLETE;
  } finally {
    await run?.close();
    interruption.stopWatching();
  }
}

/** A run, in which programs can be started; where the machine keeps no account of its processes, why there is none. */
function startRun(signal: AbortSignal): Run | string {
  try {
    reapDeadRuns();
    return new Run(signal);
  } catch (error) {
    const found = messageOf(error);
    return identify(process.pid) === null && process.platform === 'linux'
      ? `expected the system's account of its processes in /proc, found none of this one there; mount it (${found})`
      : found;
  }
}

async function examine(run: Run | string, postgresUrl: string | null, binary: string | null): Promise<Answer[]> {
  const answers = [await network(), ...netns(), processes(run), supervision(), libfaketime()];
  if (typeof run === 'string') return [...answers, ...withoutProcesses()];
  answers.push(await layer(run));
  answers.push(await postgres(run, 'embedded', null));
  if (postgresUrl !== null) answers.push(await postgres(run, 'server', postgresUrl));
  answers.push(await postgres(run, 'with pgvector', postgresUrl, PGVECTOR));
  for (const name of subjectNames()) answers.push(...(await subject(run, name, binary, postgresUrl)));
  return answers;
}

function processes(run: Run | string): Answer {
  const available = typeof run !== 'string';
  const detail = available ? 'the system tells which process is which' : run;
  return { what: 'processes', name: 'known by number', available, detail };
}

/** What nobody could ask after: a program that is started must be told from every other. */
function withoutProcesses(): Answer[] {
  const detail = 'not asked: no program can be started, see processes';
  const unasked = (what: string, name: string): Answer => ({ what, name, available: false, detail });
  return [
    unasked('disk', 'layer'),
    unasked('postgres', 'embedded'),
    unasked('postgres', 'with pgvector'),
    ...subjectNames().map((name) => unasked('subject', name)),
    ...FAULT_CLASSES.map((fault) => unasked('fault', fault.name)),
  ];
}

/** A campaign does without; it is the third way in which nodes end with a runner that is killed. */
function supervision(): Answer {
  const available = deathSignal().length > 0;
  const detail = available
    ? 'by setpriv: the kernel ends nodes when the runner is killed'
    : 'setpriv --pdeathsig is not there: when the runner is killed, nodes end by their closed pipe or with the next start';
  return { what: 'supervision', name: 'death signal', available, detail };
}

function libfaketime(): Answer {
  const found = findFaketime();
  const available = 'library' in found;
  return { what: 'clock', name: 'libfaketime', available, detail: available ? found.library : found.reason };
}

async function layer(run: Run): Promise<Answer> {
  return ask('disk', 'layer', async () => {
    const reason = cannotMakeLibrary();
    if (reason !== null) throw new Error(reason);
    await makeLibrary(join(run.newFolder('layer'), 'layer.so'));
    return 'the C compiler made the library that is preloaded into nodes, for a loss of power and disks that refuse';
  });
}

async function network(): Promise<Answer> {
  return ask('network', 'proxy', async () => {
    const wires = await PROXY.open(NODES);
    await wires.close();
    return `${wires.all.length} relays opened`;
  });
}

/** The mode is there where nodes can be parted; what else the kernel offers has lines of its own. */
function netns(): Answer[] {
  const found = capabilitiesInside();
  const own = { what: 'network', name: 'netns' };
  if ('reason' in found) return [{ ...own, available: false, detail: found.reason }];
  const inside = found.capabilities.map((one): Answer => ({ what: 'inside netns', ...one }));
  const missing = found.capabilities.filter(({ isNeeded, available }) => isNeeded && !available);
  const detail = `namespaces of mounts, processes and networks, ${process.getuid?.() === 0 ? 'as root' : 'in a user namespace'}`;
  const lack = `without ${missing.map(({ name }) => name).join(', ')}: see inside netns`;
  return [{ ...own, available: missing.length === 0, detail: missing.length === 0 ? detail : lack }, ...inside];
}

async function postgres(run: Run, name: string, url: string | null, needs?: PostgresNeeds): Promise<Answer> {
  return ask('postgres', name, async () => {
    const database = await openPostgres(run, url, needs);
    await database.close();
    return `version ${database.version}, ${database.kind}`;
  });
}

/** The subject itself, a node of it really started; then the migration and each fault class with it. */
async function subject(run: Run, name: string, binary: string | null, postgresUrl: string | null): Promise<Answer[]> {
  let capabilities: Capabilities | null = null;
  const itself = await ask('subject', name, async () => {
    const opened = openSubject(name, { run, binary: bringsProgram(name) ? null : binary, ref: null, defect: null });
    const { version, ref } = await opened.identify();
    const found = await opened.capabilities();
    const ms = await startedIn(run, opened);
    capabilities = found;
    return `version ${version}, ref ${ref}; a node was ready in ${ms} ms`;
  });
  const found = capabilities as Capabilities | null;
  if (found === null) return [itself];
  const migration = await postgres(run, 'postgres', postgresUrl, needsOf(found));
  const faults = FAULT_CLASSES.map((fault): Answer => {
    const available = fault.available(found, PROXY, NODES);
    return {
      what: `fault with ${name}`,
      name: fault.name,
      available: available.available,
      detail: available.available ? fault.does : available.reason,
    };
  });
  return [itself, { ...migration, what: `phase 3 with ${name}` }, ...faults, clockOf(name, found)];
}

/** How long a lone node took to be ready, in milliseconds; it is ended again. */
async function startedIn(run: Run, subject: Subject): Promise<number> {
  const folder = run.newFolder('doctor');
  const alone = { peers: [], quorum_writes: 1, quorum_timeout_ms: 1_000, clock_offset_ms: 0, catchup_interval_secs: 0 };
  const files = { data_dir: folder, log_file: join(folder, 'node.log') };
  const began = performance.now();
  const node = await onFreePort((port) =>
    subject.start({ ...alone, ...files, name: 'a', place: HERE, port }, READY_MS_MAX),
  );
  const ms = Math.round(performance.now() - began);
  await subject.stop(node, STOP_MS_MAX);
  return ms;
}

function clockOf(name: string, { clock }: Capabilities): Answer {
  const detail = clock.available ? `moved by ${clock.by}` : clock.reason;
  return { what: `clock with ${name}`, name: 'of one process', available: clock.available, detail };
}

async function ask(what: string, name: string, question: () => Promise<string>): Promise<Answer> {
  try {
    return { what, name, available: true, detail: await question() };
  } catch (error) {
    return { what, name, available: false, detail: messageOf(error) };
  }
}
