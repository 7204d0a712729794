// One cycle the established shell harness's way, written anew from its description: three fresh nodes; one write
// after the other through node a, each on a connection of its own, on and on whatever became of the node; the
// fault between the third write and the fourth; a fixed sleep; one list request to each peer, without a limit.
// Its clock stops there. What it could not see is then looked up by identity, so that both figures are side
// by side. Kept are its way to write, to inject, to sleep and to count; its fixed ports and its way to start
// nodes are not, since both harnesses are to meet the same cluster.

import { rm } from 'node:fs/promises';
import { NODES } from '../contract/names.ts';
import { endingOf, errorOf } from '../history/errors.ts';
import type { CycleHistory } from '../history/ops.ts';
import { pause } from '../machine/waiting.ts';
import { type Cluster, type ClusterSettings, openCluster } from '../runner/cluster/cluster.ts';
import { peersOf } from '../runner/network/transport.ts';
import type { Settling } from '../runner/phases/settling.ts';
import { memoryHistory } from '../runner/recorder.ts';
import { finalLook } from '../runner/stages/final-look.ts';
import type { Looking } from '../runner/stages/look.ts';
import { quiesce } from '../runner/stages/quiesce.ts';
import type { AckedWrite } from '../runner/workloads/clients.ts';
import { digestOf } from '../runner/workloads/digest.ts';
import type { NewMemory } from '../subjects/subject.ts';
import { type EstablishedFault, type Marks, SLEEPS_MS } from './established-faults.ts';
import type { RanCycle } from './measured.ts';

export interface EstablishedSettings extends Settling {
  cluster: ClusterSettings;
  fault: string;
  injection: EstablishedFault;
  cycle: number;
  writes: number;
  signal: AbortSignal;
}

/** The fault comes after so many writes; with fewer there is none, and nothing says so. */
export const INJECT_AFTER_WRITES = 3;
/** The original names no limit, and one frozen node hangs it; ours must end. */
const REQUEST_MS_MAX = 30_000;
const WRITER = 0;
const AGENT = 'ai:established';

export async function establishedCycle(settings: EstablishedSettings): Promise<RanCycle> {
  const { cycle, injection, signal } = settings;
  const history = memoryHistory();
  const began = performance.now();
  const cluster = await openCluster(settings.cluster);
  let aside_ms = 0;
  let ran: Omit<RanCycle, 'took_ms'>;
  try {
    const { acked, effect } = await writeAll(settings, cluster, history);
    await pause(SLEEPS_MS.settle, signal);
    const listed = await listPeers(settings, cluster);
    const measured_at = performance.now();
    const nodes = NODES.filter((node) => !injection.leaves_dead.includes(node));
    await lookUp(settings, cluster, history, acked, nodes);
    aside_ms = performance.now() - measured_at;
    await pause(SLEEPS_MS.teardown, signal);
    ran = { cycle, ops: history.ops, nodes, listed, effect, reasons: [] };
  } finally {
    await cluster.close();
    await rm(settings.cluster.dir, { recursive: true, force: true });
  }
  return { ...ran, took_ms: performance.now() - began - aside_ms };
}

async function writeAll(
  { injection, writes, signal, ...settings }: EstablishedSettings,
  cluster: Cluster,
  history: CycleHistory,
): Promise<{ acked: AckedWrite[]; effect: string }> {
  const acked: AckedWrite[] = [];
  let effect = 'too few writes: the fault never came';
  for (let n = 1; n <= writes; n++) {
    signal.throwIfAborted();
    const key = `${settings.fault}-${settings.cycle}-${n}`;
    const write = await writeOne(cluster, history, key, memoryOf(key, namespaceOf(settings)));
    if (write) acked.push(write);
    if (n === INJECT_AFTER_WRITES) effect = await injection.inject(cluster, marksIn(history, settings.fault), signal);
  }
  return { acked, effect };
}

/** Whatever is not a success counts as a failed write there, whether or not anyone knows what became of it. */
async function writeOne(
  cluster: Cluster,
  history: CycleHistory,
  key: string,
  memory: NewMemory,
): Promise<AckedWrite | null> {
  const digest = digestOf(memory);
  const op = { process: WRITER, f: 'write' } as const;
  history.append({ ...op, type: 'invoke', value: { key, digest } });
  const client = cluster.settings.subject.client(cluster.node('a'));
  const outcome = await client.create(memory, AGENT, REQUEST_MS_MAX).finally(() => client.close());
  if (outcome.type !== 'ok') {
    const type = endingOf(outcome) === 'fail' ? 'fail' : 'info';
    history.append({ ...op, type, value: { key }, error: errorOf(outcome) });
    return null;
  }
  history.append({ ...op, type: 'ok', value: { key, id: outcome.value.id } });
  const { namespace } = memory;
  const at_ms = performance.now();
  return {
    id: outcome.value.id,
    key,
    digest,
    node: 'a',
    namespace,
    word: null,
    metadata_keys: [],
    in_hold: false,
    at_ms,
  };
}

/** How many rows one list request to each peer gives; null where it is not answered. */
async function listPeers(settings: EstablishedSettings, cluster: Cluster): Promise<NonNullable<RanCycle['listed']>> {
  const counts: NonNullable<RanCycle['listed']> = {};
  for (const peer of peersOf(NODES, 'a')) {
    const listed = await cluster.client(peer).listOnce(namespaceOf(settings), REQUEST_MS_MAX);
    counts[peer] = listed.type === 'ok' ? listed.value.length : null;
  }
  return counts;
}

/** The truth beside its figure: not part of it, and not on its clock. */
async function lookUp(
  settings: EstablishedSettings,
  cluster: Cluster,
  history: CycleHistory,
  acked: readonly AckedWrite[],
  nodes: RanCycle['nodes'],
): Promise<void> {
  const { quiesce_ms_max: limit_ms, catchup_round_ms, signal } = settings;
  const looking: Looking = {
    history,
    nodes,
    client: cluster.client,
    life: cluster.life,
    namespaces: [namespaceOf(settings)],
    acked,
    sharedIds: () => [],
    sent: new Map(history.ops.flatMap((op) => (op.f === 'write' ? [[op.value.key, []]] : []))),
    nodeLocal: settings.nodeLocal,
    signal,
  };
  await quiesce(looking, { catchup_round_ms, limit_ms, signal });
  await finalLook(looking);
}

const namespaceOf = ({ fault, cycle }: Pick<EstablishedSettings, 'fault' | 'cycle'>): string =>
  `established/${fault}/${cycle}`;

/** Every payload has the same shape there; only the title tells one from the other. */
const memoryOf = (key: string, namespace: string): NewMemory => ({
  title: key,
  content: `written by the established way: ${key}`,
  namespace,
  tier: 'mid',
  tags: [],
  priority: 5,
  metadata: {},
});

function marksIn(history: CycleHistory, fault: string): Marks {
  const mark = (f: 'inject' | 'heal', type: 'invoke' | 'info') => (): void => {
    history.append({ process: 'nemesis', f, type, value: { fault } });
  };
  return { injects: mark('inject', 'invoke'), holds: mark('inject', 'info'), heals: mark('heal', 'invoke') };
}
