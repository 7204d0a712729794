// `ai-memory`, a program that nobody here wrote: its nodes, its commands and what its build can do. It is run as
// its users run it, from the outside alone, with models switched off. SIGINT is its orderly end; it has none for
// SIGTERM.

import { clockEnvironment, dropSharedMemory } from '../../machine/faketime.ts';
import { untilReady } from '../../machine/readiness.ts';
import { endWith } from '../ending.ts';
import { openClient } from '../http-client.ts';
import {
  type Capabilities,
  type NodeProcess,
  type NodeSettings,
  type Subject,
  type SubjectSettings,
  UnusableProgram,
} from '../subject.ts';
import { byHandWith } from './by-hand.ts';
import { probeClock } from './clock-probe.ts';
import { commandsOf, databaseIn } from './command-line.ts';
import { type Environment, scratchEnvironment } from './environment.ts';
import { probeApi } from './probes.ts';
import { inspectProgram, type Program, sha256Of } from './program.ts';
import { NODE_LOCAL, promisesOf } from './promises.ts';
import { CATCH_UP_SECS_MIN, serveArguments } from './serve-arguments.ts';

const HEALTH_MS_MAX = 1_000;
/** The first round of catching up comes so long after a node's start, whatever the interval (measured: 5.0 to 5.1 s). */
const FIRST_CATCH_UP_MS = 5_000;
/** For the rounds themselves, on a machine that has other things to do, and for an interval rounded to whole seconds. */
const CATCH_UP_MARGIN_MS = 5_000;
/** The program's own, where none is set. */
const CATCH_UP_SECS_DEFAULT = 30;

interface Scope {
  run: SubjectSettings['run'];
  program: Program;
  env: Environment;
}

/** @throws UnusableProgram */
export function aiMemorySubject({ run, binary, ref, defect }: SubjectSettings): Subject {
  if (defect !== null) {
    throw new UnusableProgram(`ai-memory: expected no --defect, since none can be planted in it; found ${defect}`);
  }
  const env = scratchEnvironment(run);
  const program = inspectProgram(binary, env);
  const scope: Scope = { run, program, env };
  const commands = commandsOf({ program, env, signal: run.signal });
  let probed: Promise<Capabilities> | null = null;
  const subject: Subject = {
    name: 'ai-memory',
    defect,
    identify: async () => ({
      name: 'ai-memory',
      version: program.version,
      ref: ref ?? `v${program.version}`,
      binary_sha256: await sha256Of(program),
    }),
    capabilities() {
      probed ??= probe(scope, subject);
      return probed;
    },
    start: (settings, ready_ms_max) => start(scope, settings, ready_ms_max),
    stop: (node, stop_ms_max) => endWith('SIGINT', node, stop_ms_max),
    client: openClient,
    commands,
    byHand: byHandWith(program),
  };
  return subject;
}

async function probe({ run, program, env }: Scope, subject: Subject): Promise<Capabilities> {
  const store = databaseIn(run.newFolder('probe-clock'));
  const clock = await probeClock(program.path, store, env);
  const { catches_up, has_profiles, migrates } = program;
  const api = await probeApi(subject, run.newFolder('probe-api'));
  const { cannot_revise, cannot_link, cannot_bulk, cannot_consolidate } = api;
  return {
    coarser_on_postgres: ['created_at', 'updated_at', 'expires_at'],
    clock,
    embedded_postgres: {
      available: false,
      reason: 'the program opens several connections with named statements, and PGlite serves one at a time',
    },
    postgres_extensions: ['vector'],
    catch_up: catches_up
      ? {
          available: true,
          quiesce_ms_max: FIRST_CATCH_UP_MS + CATCH_UP_MARGIN_MS,
          interval_secs_default: CATCH_UP_SECS_DEFAULT,
          interval_secs_min: CATCH_UP_SECS_MIN,
        }
      : { available: false, reason: 'this build of `serve` knows no --catchup-interval-secs' },
    revises: offered(cannot_revise),
    links: offered(cannot_link),
    bulk: offered(cannot_bulk),
    consolidates: offered(cannot_consolidate),
    expires: { available: true },
    promises: promisesOf(catches_up),
    node_local: NODE_LOCAL,
    found: { catches_up, has_profiles, migrates, ...api },
  };
}

/** @param reason why not; null: it could be done */
const offered = (reason: string | null): Capabilities['revises'] =>
  reason === null ? { available: true } : { available: false, reason };

async function start({ run, program, env }: Scope, node: NodeSettings, ready_ms_max: number): Promise<NodeProcess> {
  const url = `http://${node.place.host}:${node.port}`;
  const process_ = await run.spawn({
    what: `ai-memory node ${node.name}`,
    command: program.path,
    args: serveArguments(program, node),
    env: { ...env, ...clockEnvironment(node.clock_offset_ms) },
    log_file: node.log_file,
    place: node.place,
  });
  const client = openClient({ url });
  const answers = async () => (await client.health(HEALTH_MS_MAX)).type === 'ok';
  try {
    await untilReady({ node: process_, port: node.port, answers, ready_ms_max });
  } finally {
    await client.close();
    if (node.clock_offset_ms !== 0) dropSharedMemory(process_.pid);
  }
  const { pid, exited, signal } = process_;
  return { name: node.name, pid, url, data_dir: node.data_dir, exited, signal };
}
