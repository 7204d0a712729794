// The reference store as a subject: how the harness starts its nodes, talks to them and runs its commands.

import { randomUUID } from 'node:crypto';
import { resolve } from 'node:path';
import { untilReady } from '../../machine/readiness.ts';
import { RUN_VARIABLE } from '../../machine/run-record.ts';
import { type ByHand, type HandNode, httpRequest } from '../by-hand.ts';
import { endWith } from '../ending.ts';
import { openClient } from '../http-client.ts';
import { inShell } from '../shell-words.ts';
import {
  type Capabilities,
  type NodeProcess,
  type NodeSettings,
  type Subject,
  type SubjectSettings,
  UnusableProgram,
} from '../subject.ts';
import { commandsOf, databaseIn, programWith } from './command-line.ts';
import { defectNamed } from './defects.ts';
import { instanceAt } from './instance.ts';
import { PROMISES } from './promises.ts';
import { VERSION } from './version.ts';

/** What a node compiled once, the next one reads: it halves the time that a start takes. */
const COMPILE_CACHE = resolve(import.meta.dirname, '../../../.proofhouse/compile-cache');
const HEALTH_MS_MAX = 1_000;

const available = { available: true } as const;
const OFFERED = { revises: available, links: available, bulk: available, consolidates: available, expires: available };

const CAPABILITIES: Capabilities = {
  coarser_on_postgres: ['created_at', 'updated_at', 'expires_at'],
  clock: { available: true, by: 'own setting' },
  embedded_postgres: { available: true },
  postgres_extensions: [],
  catch_up: { available: true, quiesce_ms_max: 5_000, interval_secs_default: 0.25, interval_secs_min: 0 },
  ...OFFERED,
  promises: PROMISES,
  // rows are joins of the versions that nodes heard of, and nothing else is kept with them
  node_local: {},
  found: {},
};

/** @throws UnusableProgram for a defect that there is not, and for any program: another's must not pass as this one */
export function referenceSubject(settings: SubjectSettings): Subject {
  if (settings.binary !== null) {
    throw new UnusableProgram(
      `reference: expected no --binary, since it brings its own program; found ${settings.binary}`,
    );
  }
  if (settings.defect !== null) defectNamed(settings.defect);
  const env = { NODE_COMPILE_CACHE: COMPILE_CACHE, [RUN_VARIABLE]: settings.run.id };
  return {
    name: 'reference',
    defect: settings.defect,
    identify: async () => ({
      name: 'reference',
      version: VERSION,
      ref: settings.ref ?? `reference-v${VERSION}`,
      binary_sha256: null,
    }),
    capabilities: async () => CAPABILITIES,
    start: (node, ready_ms_max) => start(settings, node, env, ready_ms_max),
    stop: (node, stop_ms_max) => endWith('SIGTERM', node, stop_ms_max),
    client: openClient,
    commands: commandsOf({ env, signal: settings.run.signal, defect: settings.defect }),
    byHand: byHandWith(settings.defect),
  };
}

async function start(
  { run, defect }: SubjectSettings,
  node: NodeSettings,
  env: Record<string, string>,
  ready_ms_max: number,
): Promise<NodeProcess> {
  const instance = `${node.name}-${randomUUID()}`;
  const url = `http://${node.place.host}:${node.port}`;
  const process_ = await run.spawn({
    what: `reference node ${node.name}`,
    command: process.execPath,
    args: [...programWith(defect), ...serveArguments(node, instance)],
    env,
    log_file: node.log_file,
    place: node.place,
  });
  const answers = async () => {
    const found = await instanceAt(url, HEALTH_MS_MAX);
    return found?.instance === instance && found.defect === defect;
  };
  await untilReady({ node: process_, port: node.port, answers, ready_ms_max });
  const { pid, exited, signal } = process_;
  return { name: node.name, pid, url, data_dir: node.data_dir, exited, signal };
}

const serveArguments = (node: NodeSettings, instance: string): string[] => [
  ...['--db', databaseIn(node.data_dir), 'serve', '--parent-pipe', '--instance', instance],
  ...settingsOf(node),
  ...(node.disk_may_fail === true ? ['--sync-before-answer'] : []),
];

const settingsOf = (node: HandNode): string[] => [
  ...['--host', node.place.host, '--port', String(node.port), '--clock-offset-ms', String(node.clock_offset_ms)],
  ...['--quorum-writes', String(node.quorum_writes), '--quorum-timeout-ms', String(node.quorum_timeout_ms)],
  ...(node.peers.length === 0 ? [] : ['--quorum-peers', node.peers.join(',')]),
  ...(node.catchup_interval_secs === null ? [] : ['--catchup-interval-secs', String(node.catchup_interval_secs)]),
];

/** From a checkout of this project. */
const byHandWith = (defect: string | null): ByHand => ({
  needs: 'bash, curl, jq, Node 24, and a checkout of this project, its path in PROOFHOUSE',
  before: [],
  start(node) {
    const planted = defect === null ? [] : ['--defect', defect];
    const serve = ['--db', `${node.data_dir}/memories.db`, 'serve', '--instance', node.name, ...settingsOf(node)];
    return `node "$PROOFHOUSE/src/subjects/reference/program.ts" ${inShell([...planted, ...serve])}`;
  },
  end_signal: 'TERM',
  request: httpRequest,
});
