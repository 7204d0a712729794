// Phase 2: four agents write through every node at once; each acked write must come to every node, looked up by id.
// It is the script of a cycle without a fault. Then two probes with nodes really stopped: one peer down is a quorum
// still, both down is none. And one with a peer that is named twice: it is one copy, not two.

import { join } from 'node:path';
import { anomalyFindings } from '../../checkers/anomaly-findings.ts';
import { type Findings, findingsOf, reasonsOf } from '../../checkers/findings.ts';
import type { Phase2 } from '../../contract/artifacts.ts';
import { FEDERATION_PERCENT_MIN, type NodeName } from '../../contract/names.ts';
import { type CycleModel, modelOf, rulesOf } from '../../history/model.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { type Cluster, openCluster } from '../cluster/cluster.ts';
import type { PhaseContext } from '../phase-context.ts';
import { openHistory } from '../recorder.ts';
import { runScript } from '../stages/script.ts';
import type { ScriptResult } from '../stages/script-settings.ts';
import { startClients } from '../workloads/clients.ts';
import { createWorkload } from '../workloads/create.ts';
import { randomOf } from '../workloads/random.ts';
import { firstOfKind } from '../workloads/recording.ts';
import { nthNode } from '../workloads/workload.ts';
import { type Assertion, anomalyAssertions, claimOf } from './assertion.ts';
import { probeQuorum, type QuorumProbes, stoppedInWords, withoutQuorum } from './quorum-probes.ts';
import { settlingOf } from './settling.ts';

const AGENTS = 4;
const WRITES_PER_AGENT = 50;
const CONTENT_BYTES_MAX = 16_384;
/** Two hundred writes at once wait for each other: the established deadline, not the short one of the chaos phase. */
const QUORUM_TIMEOUT_MS = 2_000;
const HEALTH_MS_MAX = 10_000;
const OP_TIMEOUT_MS = 10_000;
const SETTLE_MS_WITHOUT_CATCH_UP = 15_000;

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
    context.progress({ event: 'step', phase: 2, what: 'all nodes answer, directly and over every wire' });
    const ops = history.cycle(1);
    const ran = await burst(context, cluster, ops);
    // a burst that was broken off proves nothing, neither for the cluster nor against it
    signal.throwIfAborted();
    const model = modelOf(ops.ops, rulesOf(profile.quorum_writes, QUORUM_TIMEOUT_MS, cluster.nodes));
    const findings = findingsOf(model);
    context.progress({ event: 'step', phase: 2, what: `${findings.acked} acked writes looked up on every node` });
    const probes = await probeQuorum(context, cluster, QUORUM_TIMEOUT_MS);
    signal.throwIfAborted();
    return documentOf({ model, findings, probes, ran, promises: capabilities.promises });
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
    node: (client) => nthNode(cluster.nodes, client),
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

interface Burst {
  model: CycleModel;
  findings: Findings;
  probes: QuorumProbes;
  ran: ScriptResult;
  promises: PhaseContext['capabilities']['promises'];
}

function documentOf(burst: Burst): Phase2 {
  const { model, findings, probes, promises } = burst;
  const notMet = model.writes.filter(({ error }) => error === 'quorum_not_met').length;
  const withProbe = withoutQuorum(findings, probes);
  const document = {
    total_writes: model.writes.length,
    ok: findings.acked,
    quorum_not_met: notMet,
    fail: findings.refused + findings.unknown - notMet,
    unsent: findings.unsent,
    counts: Object.fromEntries(model.rules.nodes.map((node) => [node, rowsOn(model, node)])) as Phase2['counts'],
    probe1_single_peer_down: probes.one,
    probe2_both_peers_down: probes.both,
    ...(probes.twice === null ? {} : { probe3_peer_named_twice: probes.twice }),
    identity: Object.fromEntries(model.rules.nodes.map((node) => [node, identityOf(model, findings, node)])),
    anomalies: anomalyFindings([{ cycle: 1, findings: withProbe }], promises),
  };
  return { phase: 2, ...claimOf(assertions(document, burst)), ...document };
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
  document: Pick<Phase2, 'ok' | 'fail' | 'anomalies'>,
  { model, findings, probes, ran: { reasons, refusal } }: Burst,
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
    ...model.rules.nodes.map((node) =>
      findings.unread.includes(node)
        ? { ok: null, otherwise: `node ${node} could not be read, so nobody knows how many rows it holds` }
        : {
            ok: rowsOn(model, node) >= enough,
            otherwise: `node ${node}: expected at least ${enough} rows, found ${rowsOn(model, node)}`,
          },
    ),
    ...anomalyAssertions(document.anomalies ?? [], ''),
    ...[...reasons, ...open].map((otherwise) => ({ ok: null, otherwise })),
    probed(probes.one, '201', stoppedInWords(probes.stopped.one)),
    probed(probes.both, '503', stoppedInWords(probes.stopped.both)),
  ];
}
