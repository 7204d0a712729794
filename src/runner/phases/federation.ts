// Phase 2: four agents write through every node at once; each acked write must come to every node, looked up by id.
// It is the script of a cycle without a fault. Then two probes with nodes really stopped: one peer down is a quorum
// still, both down is none. And one with a peer that is named twice: it is one copy, not two.

import { join } from 'node:path';
import { anomalyFindings } from '../../checkers/anomaly-findings.ts';
import { type Findings, findingsOf, reasonsOf } from '../../checkers/findings.ts';
import type { Anomaly } from '../../contract/anomalies.ts';
import type { Phase2 } from '../../contract/artifacts.ts';
import { FEDERATION_PERCENT_MIN, NODES, type NodeName } from '../../contract/names.ts';
import { type CycleModel, modelOf, rulesOf } from '../../history/model.ts';
import type { CycleHistory } from '../../history/ops.ts';
import type { Outcome } from '../../subjects/subject.ts';
import { type Cluster, openCluster } from '../cluster/cluster.ts';
import type { PhaseContext } from '../phase-context.ts';
import { openHistory } from '../recorder.ts';
import { runScript } from '../stages/script.ts';
import type { ScriptResult } from '../stages/script-settings.ts';
import { startClients } from '../workloads/clients.ts';
import { createWorkload } from '../workloads/create.ts';
import { memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { firstOfKind } from '../workloads/recording.ts';
import { type Assertion, anomalyAssertions, claimOf } from './assertion.ts';
import { peerNamedTwice } from './named-twice.ts';
import { settlingOf } from './settling.ts';

const AGENTS = 4;
const WRITES_PER_AGENT = 50;
const CONTENT_BYTES_MAX = 16_384;
/** Two hundred writes at once wait for each other: the established deadline, not the short one of the chaos phase. */
const QUORUM_TIMEOUT_MS = 2_000;
const HEALTH_MS_MAX = 10_000;
const OP_TIMEOUT_MS = 10_000;
const SETTLE_MS_WITHOUT_CATCH_UP = 15_000;
/** How the answers to the probes are written in the established shape. */
const REFUSED_TO_START = 'refused to start';
const CODES: Record<string, string> = { ok: '201', quorum_not_met: '503' };

export async function federation(context: PhaseContext): Promise<Phase2> {
  const { subject, network, profile, work_dir, signal, capabilities } = context;
  const cluster = await openCluster({
    ...profile,
    quorum_timeout_ms: QUORUM_TIMEOUT_MS,
    subject,
    network,
    dir: join(work_dir, 'phase2'),
  });
  const history = openHistory(context.folder.place('history-phase2.jsonl.gz'));
  try {
    await cluster.healthy(HEALTH_MS_MAX, signal);
    context.progress({ event: 'step', phase: 2, what: 'three nodes answer, directly and over every wire' });
    const ops = history.cycle(1);
    const ran = await burst(context, cluster, ops);
    // a burst that was broken off proves nothing, neither for the cluster nor against it
    signal.throwIfAborted();
    const model = modelOf(ops.ops, rulesOf(profile.quorum_writes, QUORUM_TIMEOUT_MS));
    const findings = findingsOf(model);
    context.progress({ event: 'step', phase: 2, what: `${findings.acked} acked writes looked up on every node` });
    const probes = { one: await probe(context, cluster, 'c'), both: await probe(context, cluster, 'b') };

    const twice = await namedTwice(context);
    signal.throwIfAborted();
    return documentOf({ model, findings, probes: { ...probes, twice }, ran, promises: capabilities.promises });
  } finally {
    await cluster.close().finally(() => history.close());
  }
}

/** Every agent has all of its writes under way at once. */
async function burst(context: PhaseContext, cluster: Cluster, history: CycleHistory): Promise<ScriptResult> {
  const { capabilities, profile, campaign_id, seed, signal } = context;
  const total = AGENTS * WRITES_PER_AGENT;
  const random = randomOf(seed, 'phase2');
  const workload = createWorkload({
    clients: total,
    joining: 0,
    pace: { backoff_ms: 0, backoff_ms_max: 0, injecting_ms: 0, holding_ms: 0 },
    prefix: 'burst',
    root: `${campaign_id}/phase2`,
    random,
    content_bytes_max: CONTENT_BYTES_MAX,
    agent: (client) => `ai:agent-${client % AGENTS}`,
    node: (client) => NODES[client % NODES.length] ?? 'a',
    writes_per_client_max: 1,
  });
  return runScript({
    cluster,
    history,
    acks_min: total,
    startClients,
    injection: null,
    clients: {
      workloads: [workload],
      op_timeout_ms: OP_TIMEOUT_MS,
      ops_max: { load: total, hold: 0 },
      isFirstOfKind: firstOfKind(),
    },
    ...settlingOf(capabilities, profile.catchup_interval_secs, SETTLE_MS_WITHOUT_CATCH_UP),
    random,
    signal,
  });
}

/** Stops a node for real and writes once through node a. */
async function probe(context: PhaseContext, cluster: Cluster, down: NodeName): Promise<string> {
  await cluster.stop(down);
  const key = `probe-without-${down}`;
  const shape = { key, root: `${context.campaign_id}/probe`, content_bytes_max: 512 };
  const memory = memoryOf(randomOf(context.seed, 'phase2', key), shape);
  const outcome: Outcome<{ id: string }> = await cluster.client('a').create(memory, 'ai:probe', OP_TIMEOUT_MS);
  context.progress({ event: 'step', phase: 2, what: `node ${down} stopped: ${codeOf(outcome)}` });
  return codeOf(outcome);
}

/** null where a node could not be started at all: nothing is known then. */
async function namedTwice(context: PhaseContext): Promise<string | null> {
  const found = await peerNamedTwice(context, join(context.work_dir, 'phase2-named-twice'), QUORUM_TIMEOUT_MS).catch(
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

interface Burst {
  model: CycleModel;
  findings: Findings;
  probes: { one: string; both: string; twice: string | null };
  ran: ScriptResult;
  promises: PhaseContext['capabilities']['promises'];
}

function documentOf({ model, findings, probes, ran, promises }: Burst): Phase2 {
  const notMet = model.writes.filter(({ error }) => error === 'quorum_not_met').length;
  const withProbe = withoutQuorum(findings, probes);
  const document = {
    total_writes: model.writes.length,
    ok: findings.acked,
    quorum_not_met: notMet,
    fail: findings.refused + findings.unknown - notMet,
    unsent: findings.unsent,
    counts: { a: rowsOn(model, 'a'), b: rowsOn(model, 'b'), c: rowsOn(model, 'c') },
    probe1_single_peer_down: probes.one,
    probe2_both_peers_down: probes.both,
    ...(probes.twice === null ? {} : { probe3_peer_named_twice: probes.twice }),
    identity: Object.fromEntries(NODES.map((node) => [node, identityOf(model, findings, node)])),
    anomalies: anomalyFindings([{ cycle: 1, findings: withProbe }], promises),
  };
  return { phase: 2, ...claimOf(assertions(document, findings, ran)), ...document };
}

/** What an ack says where it cannot have its quorum for certain: both peers are stopped, or there is only one. */
const ACKED = {
  both: { key: 'probe-without-b', sentence: 'a write was acked with both peers stopped' },
  twice: {
    key: 'probe-named-twice',
    sentence: 'a write was acked for three copies by two nodes, one of them named twice',
  },
} as const;

function withoutQuorum({ valid, anomalies }: Findings, probes: Burst['probes']): Pick<Findings, 'valid' | 'anomalies'> {
  const acked = (['both', 'twice'] as const).filter((name) => probes[name] === CODES.ok).map((name) => ACKED[name]);
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

/** Rows of the burst that the node's last look gave; 0 where it could not be read, which `identity` says. */
const rowsOn = ({ final }: CycleModel, node: NodeName): number => final.get(node)?.rows?.length ?? 0;

function identityOf({ final }: CycleModel, findings: Findings, node: NodeName) {
  const missing = findings.absent[node]?.length ?? findings.acked;
  const differing = findings.differing[node]?.length ?? 0;
  return {
    acked: findings.acked,
    present_equal: findings.acked - missing - differing,
    missing,
    differing,
    converged_ms: findings.converged_ms[node] ?? null,
    ...(final.get(node) ? {} : { unread: true }),
  };
}

function assertions(
  document: Pick<
    Phase2,
    'ok' | 'fail' | 'unsent' | 'counts' | 'anomalies' | 'probe1_single_peer_down' | 'probe2_both_peers_down'
  >,
  findings: Findings,
  { reasons, refusal }: ScriptResult,
): Assertion[] {
  const enough = Math.floor((document.ok * FEDERATION_PERCENT_MIN) / 100);
  const probed = (got: unknown, expected: string, when: string): Assertion => ({
    ok: got === expected,
    otherwise: `with ${when} stopped: expected ${expected}, found ${got}`,
  });
  const open = reasonsOf({ ...findings, anomalies: [] });
  return [
    { ok: document.ok > 0 ? true : null, otherwise: 'no write was acked: nothing was shown' },
    {
      ok: document.fail === 0,
      otherwise: `${document.fail} writes ended neither with 201 nor with quorum_not_met${refusal === null ? '' : `: ${refusal}`}`,
    },
    ...NODES.map((node) =>
      findings.unread.includes(node)
        ? { ok: null, otherwise: `node ${node} could not be read, so nobody knows how many rows it holds` }
        : {
            ok: document.counts[node] >= enough,
            otherwise: `node ${node}: expected at least ${enough} rows, found ${document.counts[node]}`,
          },
    ),
    ...anomalyAssertions(document.anomalies ?? [], ''),
    ...[...reasons, ...open].map((otherwise) => ({ ok: null, otherwise })),
    probed(document.probe1_single_peer_down, '201', 'one peer'),
    probed(document.probe2_both_peers_down, '503', 'both peers'),
  ];
}
