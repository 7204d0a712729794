// Redis as a subject: one primary with two replicas, as the package of Debian gives it, with its own defaults for what is
// kept on disk. A control: what its documentation says of acknowledged writes is what its campaigns should show.

import { dirname } from 'node:path';
import { untilReady } from '../../machine/readiness.ts';
import { RUN_VARIABLE } from '../../machine/run-record.ts';
import type { Capabilities, NodeProcess, NodeSettings, Subject, SubjectSettings } from '../subject.ts';
import { type SystemProgram, systemProgram } from '../system-program.ts';
import { no, offeredBy, refuseDefect, serverSubject } from '../system-server.ts';
import { openClient, type Quorum } from './client.ts';
import { Line } from './line.ts';
import { PROMISES } from './promises.ts';
import { LOST_MS, type Supervisor, supervise } from './supervisor.ts';

const ANSWER_MS_MAX = 1_000;
/** It would write its title over the environment by which processes of a run are known. */
const PROCESS = ['--protected-mode', 'no', '--set-proc-title', 'no'];
/** What is faster than by default: a lost link is seen, and a copy begins, within the seconds that a cycle has. */
const TIMING = ['--repl-timeout', '5', '--repl-ping-replica-period', '1', '--repl-diskless-sync-delay', '0'];
/** Replicas try to connect once a second; a copy of everything, and a look at a busy machine, come on top. */
const QUIESCE_MS_MAX = 10_000;

const NOT_APPLICABLE =
  'not applicable: Redis is a server that is reached over its network; it has no commands on a store, no MCP server and no migration to Postgres';
const ONE_TAKES_WRITES =
  'not applicable: phase 2 asks each node to gather a quorum by itself; in Redis the primary alone does, and clients of the others are led to it';

const CAPABILITIES: Capabilities = {
  ...offeredBy('Redis'),
  clock: no('Redis stamps no rows: their times are those of the clients'),
  catch_up: { available: true, quiesce_ms_max: QUIESCE_MS_MAX, interval_secs_default: 1, interval_secs_min: 1 },
  promises: PROMISES,
  not_applicable: { 1: NOT_APPLICABLE, 2: ONE_TAKES_WRITES, 3: NOT_APPLICABLE },
  found: { persistence: 'snapshots by the default save points, no append-only file', lost_ms: LOST_MS },
};

/** What is known of the nodes that were started. */
interface Scope {
  run: SubjectSettings['run'];
  program: SystemProgram;
  /** By the folder that the data of one cluster is in. */
  supervisors: Map<string, Supervisor>;
  /** By the folder of a node. */
  quorums: Map<string, Quorum>;
}

/** @throws UnusableProgram */
export function redisSubject(settings: SubjectSettings): Subject {
  refuseDefect('redis', settings);
  const { run, binary } = settings;
  const wanted = { name: 'redis-server', from: 'redis-server', version: /v=(\d+\.\d+\.\d+)/ };
  const program = systemProgram(wanted, binary);
  const scope: Scope = { run, program, supervisors: new Map(), quorums: new Map() };
  return {
    ...serverSubject('redis', program, settings, NOT_APPLICABLE),
    capabilities: async () => CAPABILITIES,
    start: (node, ready_ms_max) => start(scope, node, ready_ms_max),
    client: ({ url, data_dir }) =>
      openClient(url, scope.quorums.get(data_dir) ?? { quorum_writes: 1, quorum_timeout_ms: ANSWER_MS_MAX }),
  };
}

async function start(scope: Scope, node: NodeSettings, ready_ms_max: number): Promise<NodeProcess> {
  const { place, port, data_dir, peers } = node;
  if (place.enter.length > 0) {
    throw new Error(
      'redis: expected --network proxy, found nodes in networks of their own; clients of a replica follow its address of the primary, and only a relay cuts that for them too',
    );
  }
  const supervisor = peers.length === 0 ? null : supervisorOf(scope, dirname(data_dir));
  const primary = supervisor?.addressFor(node) ?? null;
  const process_ = await scope.run.spawn({
    what: `redis node ${node.name}`,
    command: scope.program.path,
    args: [
      ...['--bind', place.host, '--port', String(port), '--dir', data_dir, ...PROCESS, ...TIMING],
      ...(primary === null ? [] : ['--replicaof', `${primary.hostname} ${primary.port}`]),
    ],
    env: { [RUN_VARIABLE]: scope.run.id },
    log_file: node.log_file,
    place,
  });
  const line = new Line(place.host, port);
  // a replica that is cut off serves what it has, so a link is not waited for here
  const answers = () =>
    line.call([['PING']], ANSWER_MS_MAX).then(
      ([answer]) => answer === 'PONG',
      () => false,
    );
  await untilReady({ node: process_, port, answers, ready_ms_max }).finally(() => line.close());
  scope.quorums.set(data_dir, node);
  supervisor?.watch(node, process_.exited);
  const { pid, exited, signal } = process_;
  return { name: node.name, pid, url: `http://${place.host}:${port}`, data_dir, exited, signal };
}

function supervisorOf({ run, supervisors }: Scope, cluster: string): Supervisor {
  const found = supervisors.get(cluster) ?? supervise(run.signal);
  supervisors.set(cluster, found);
  return found;
}
