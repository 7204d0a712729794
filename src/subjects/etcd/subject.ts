// etcd as a subject: three members with one advertised address each, so in networks of their own (`--network netns`). A
// control: it should keep everything that it says.
//
// The port that a node is given is the one on which members find each other, for the wires between nodes lead there.
// Clients have the next one, and what says whether the member runs at all, with or without a leader, the one behind.

import { NODE_NAMES } from '../../contract/names.ts';
import { untilReady } from '../../machine/readiness.ts';
import { RUN_VARIABLE } from '../../machine/run-record.ts';
import type { Capabilities, NodeProcess, NodeSettings, Subject, SubjectSettings } from '../subject.ts';
import { type SystemProgram, systemProgram } from '../system-program.ts';
import { no, offeredBy, refuseDefect, serverSubject } from '../system-server.ts';
import { openClient } from './client.ts';
import { PROMISES } from './promises.ts';

const ANSWER_MS_MAX = 1_000;
/** An election, and a member that reads its log again on a busy machine. */
const QUIESCE_MS_MAX = 10_000;

const NOT_APPLICABLE =
  'not applicable: etcd is a server that is reached over its network; it has no commands on a store of memories, no MCP server and no migration to Postgres';
const NO_REFUSAL =
  'not applicable: phase 2 asks a node that lost its peers for a refusal within the quorum’s time-out; a member of etcd gives none before its election time-out';

const CAPABILITIES: Capabilities = {
  ...offeredBy('etcd'),
  clock: no('a Go program reads the clock without the C library, so no preloaded library can move it'),
  catch_up: { available: true, quiesce_ms_max: QUIESCE_MS_MAX, interval_secs_default: 0.5, interval_secs_min: 0.5 },
  serves_alone: no('a member without a majority serves nothing: it cannot know which of its entries are committed'),
  promises: PROMISES,
  not_applicable: { 1: NOT_APPLICABLE, 2: NO_REFUSAL, 3: NOT_APPLICABLE },
  found: { reads: 'linearizable for clients, serializable for looks at one node' },
};

/** @throws UnusableProgram */
export function etcdSubject(settings: SubjectSettings): Subject {
  refuseDefect('etcd', settings);
  const { run, binary } = settings;
  const wanted = { name: 'etcd', from: 'etcd-server', version: /etcd Version: (\d+\.\d+\.\d+)/ };
  const program = systemProgram(wanted, binary);
  return {
    ...serverSubject('etcd', program, settings, NOT_APPLICABLE),
    capabilities: async () => CAPABILITIES,
    start: (node, ready_ms_max) => start(run, program, node, ready_ms_max),
    client: ({ url }) => openClient(url),
  };
}

async function start(
  run: SubjectSettings['run'],
  { path }: SystemProgram,
  node: NodeSettings,
  ready_ms_max: number,
): Promise<NodeProcess> {
  const { name, place, port, data_dir, log_file } = node;
  if (node.peers.length > 0 && place.enter.length === 0) {
    throw new Error(
      'etcd: expected --network netns, found nodes behind relays; a member has one address for all, and relays give one to each of its peers',
    );
  }
  const at = (behind: number): string => `http://${place.host}:${port + behind}`;
  const [own, clients, running] = [at(0), at(1), at(2)];
  const others = NODE_NAMES.filter((other) => other !== name).slice(0, node.peers.length);
  const members = [`${name}=${own}`, ...others.map((other, i) => `${other}=${node.peers[i]}`)];
  const process_ = await run.spawn({
    what: `etcd node ${name}`,
    command: path,
    args: [
      ...['--name', name, '--data-dir', data_dir, '--logger', 'zap', '--log-outputs', 'stderr'],
      ...['--listen-peer-urls', own, '--initial-advertise-peer-urls', own],
      ...['--listen-client-urls', clients, '--advertise-client-urls', clients, '--listen-metrics-urls', running],
      ...['--initial-cluster', members.join(','), '--initial-cluster-state', 'new'],
    ],
    env: { [RUN_VARIABLE]: run.id },
    log_file,
    place,
  });
  // a member that is alone has no leader, and says so: it runs all the same
  const answers = async (): Promise<boolean> => {
    const answer = await fetch(`${running}/health`, { signal: AbortSignal.timeout(ANSWER_MS_MAX) }).catch(() => null);
    return typeof (await answer?.json().catch(() => null))?.health === 'string';
  };
  await untilReady({ node: process_, port, answers, ready_ms_max });
  const { pid, exited, signal } = process_;
  return { name, pid, url: clients, data_dir, exited, signal };
}
