// The probes of phase 2, with nodes really stopped: as many as leave a quorum, and then one more. And one with a peer that
// is named twice: it is one copy, not two.

import { join } from 'node:path';
import type { Findings } from '../../checkers/findings.ts';
import type { Anomaly } from '../../contract/anomalies.ts';
import type { NodeName } from '../../contract/names.ts';
import type { Outcome } from '../../subjects/subject.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { PhaseContext } from '../phase-context.ts';
import { memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { peerNamedTwice } from './named-twice.ts';

const OP_TIMEOUT_MS = 10_000;
/** How the answers are written in the established shape. */
const REFUSED_TO_START = 'refused to start';
const CODES: Record<string, string> = { ok: '201', quorum_not_met: '503' };

/** What a write was answered. The names are those of the established shape, which has three nodes and W=2. */
export interface QuorumProbes {
  /** With as many peers stopped as leave a quorum. */
  one: string;
  /** With one more of them stopped. */
  both: string;
  /** By a node that was given one peer twice; null where nothing is known. */
  twice: string | null;
  stopped: { one: readonly NodeName[]; both: readonly NodeName[] };
}

export async function probeQuorum(
  context: PhaseContext,
  cluster: Cluster,
  quorum_timeout_ms: number,
): Promise<QuorumProbes> {
  const stopped = toStop(cluster);
  const one = await probe(context, cluster, stopped.one);
  const both = await probe(context, cluster, stopped.both);
  return { one, both, twice: await namedTwice(context, quorum_timeout_ms), stopped };
}

/** From the last node on; of three with W=2 they are c, and then b. At least one peer is stopped, and then all but one at most. */
function toStop({ nodes, settings }: Cluster): QuorumProbes['stopped'] {
  const peers = nodes.slice(1).toReversed();
  const most = Math.min(Math.max(1, nodes.length - settings.quorum_writes), peers.length - 1);
  return { one: peers.slice(0, most), both: peers.slice(0, most + 1) };
}

/** Stops these nodes for real and writes once through node a. */
async function probe(context: PhaseContext, cluster: Cluster, stopped: readonly NodeName[]): Promise<string> {
  for (const node of stopped.filter((one) => cluster.isUp(one))) await cluster.stop(node);
  const key = keyWithout(stopped);
  const shape = { key, root: `${context.campaign_id}/probe`, content_bytes_max: 512 };
  const memory = memoryOf(randomOf(context.seed, 'phase2', key), shape);
  const outcome: Outcome<{ id: string }> = await cluster.client('a').create(memory, 'ai:probe', OP_TIMEOUT_MS);
  const what = `${stopped.length === 1 ? 'node' : 'nodes'} ${stopped.join(', ')} stopped: ${codeOf(outcome)}`;
  context.progress({ event: 'step', phase: 2, what });
  return codeOf(outcome);
}

/** null where a node could not be started at all: nothing is known then. */
async function namedTwice(context: PhaseContext, quorum_timeout_ms: number): Promise<string | null> {
  const found = await peerNamedTwice(context, join(context.work_dir, 'phase2-named-twice'), quorum_timeout_ms).catch(
    () => null,
  );
  const code = found === null ? null : 'refused' in found ? REFUSED_TO_START : codeOf(found.outcome);
  context.progress({ event: 'step', phase: 2, what: `one peer named twice: ${code ?? 'no node could be started'}` });
  return code;
}

function codeOf(outcome: Outcome<unknown>): string {
  const code = outcome.type === 'ok' ? 'ok' : outcome.code;
  return CODES[code] ?? code.replace(/^http_/, '');
}

const keyWithout = (stopped: readonly NodeName[]): string => `probe-without-${stopped.at(-1)}`;

/** Of the three nodes of the protocol: one peer, both peers. */
export const stoppedInWords = ({ length }: readonly NodeName[]): string =>
  length === 1 ? 'one peer' : length === 2 ? 'both peers' : `${length} peers`;

/** What was found, and what the probes show of a write that was acked where it cannot have had its quorum. */
export function withoutQuorum(
  { valid, anomalies }: Findings,
  probes: QuorumProbes,
): Pick<Findings, 'valid' | 'anomalies'> {
  const acked = ackedWithoutQuorum(probes);
  if (acked.length === 0) {
    // a third probe that could not be made, or was refused at the start, takes nothing from the second
    const isKept = probes.both === CODES.quorum_not_met;
    return { valid: { ...valid, acked_without_quorum: isKept ? true : null }, anomalies };
  }
  const found: Anomaly = {
    name: 'acked_without_quorum',
    count: acked.length,
    ids: acked.map(({ key }) => key),
    ops: [],
    nodes: ['a'],
    sentence: acked.map(({ sentence }) => sentence).join('; '),
  };
  return { valid: { ...valid, acked_without_quorum: false }, anomalies: [...anomalies, found] };
}

/** Too many peers are stopped, or there is only one. */
const ackedWithoutQuorum = ({ both, twice, stopped }: QuorumProbes): { key: string; sentence: string }[] => [
  ...(both === CODES.ok
    ? [{ key: keyWithout(stopped.both), sentence: `a write was acked with ${stoppedInWords(stopped.both)} stopped` }]
    : []),
  ...(twice === CODES.ok
    ? [
        {
          key: 'probe-named-twice',
          sentence: 'a write was acked for three copies by two nodes, one of them named twice',
        },
      ]
    : []),
];
