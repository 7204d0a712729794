// Phase 2: four agents write through node a at once; every acked write must come to every node, looked up by
// id. Then two probes with nodes really stopped: one peer down is a quorum still, both down is none.

import { join } from 'node:path';
import { check } from '../../checkers/check.ts';
import type { Findings } from '../../checkers/findings.ts';
import { type BrokenInvariants, brokenIn, invariantFindings } from '../../checkers/invariants.ts';
import type { Phase2 } from '../../contract/artifacts.ts';
import { FEDERATION_PERCENT_MIN } from '../../contract/names.ts';
import type { CycleHistory, ReadOp } from '../../history/ops.ts';
import type { NodeName, Outcome } from '../../subjects/subject.ts';
import { type Cluster, openCluster } from '../cluster/cluster.ts';
import { NODE_NAMES } from '../network/links.ts';
import type { Bench } from '../phase-context.ts';
import { openHistory } from '../recorder.ts';
import { memoryOf, namespacesOf } from '../workloads/memories.ts';
import { observe } from '../workloads/observer.ts';
import { randomOf } from '../workloads/random.ts';
import { startWriters } from '../workloads/writers.ts';
import { type Assertion, claimOf } from './assertion.ts';
import { settleMsMax } from './settling.ts';

const AGENTS = 4;
const WRITES_PER_AGENT = 50;
const CONTENT_BYTES_MAX = 16_384;
/** Two hundred writes at once wait for each other: the established deadline, not the short one of the chaos phase. */
const QUORUM_TIMEOUT_MS = 2_000;
const HEALTH_MS_MAX = 10_000;
const OP_TIMEOUT_MS = 10_000;
const SETTLE_MS_WITHOUT_CATCH_UP = 15_000;
/** How the answers to the probes are written in the established shape. */
const CODES: Record<string, string> = { ok: '201', quorum_not_met: '503' };

export async function federation(bench: Bench): Promise<Phase2> {
  const { subject, profile, work_dir, signal } = bench;
  const cluster = await openCluster({
    ...profile,
    quorum_timeout_ms: QUORUM_TIMEOUT_MS,
    subject,
    dir: join(work_dir, 'phase2'),
  });
  const history = openHistory(bench.folder.place('history-phase2.jsonl.gz'));
  try {
    await cluster.healthy(HEALTH_MS_MAX, signal);
    bench.progress({ event: 'step', phase: 2, what: 'three nodes answer, directly and over every wire' });
    const ops = history.cycle(1);
    await burst(bench, cluster, ops);
    // a burst that was broken off proves nothing, neither for the cluster nor against it
    signal.throwIfAborted();
    const findings = check(ops.ops, NODE_NAMES);
    bench.progress({ event: 'step', phase: 2, what: `${findings.acked} acked writes looked up on every node` });
    const probe1 = await probe(bench, cluster, 'c');
    const probe2 = await probe(bench, cluster, 'b');
    signal.throwIfAborted();
    const document = documentOf(findings, ops, probe1, probe2);
    const rules = { nodes: NODE_NAMES.length, ...cluster.settings };
    const invariants = { ...brokenIn(ops.ops, findings, rules), ...withoutPeers(probe2) };
    return { ...document, invariants: invariantFindings([{ cycle: 1, invariants }]) };
  } finally {
    await cluster.close();
    await history.close();
  }
}

/** Every agent has all of its writes under way at once. */
async function burst(bench: Bench, cluster: Cluster, history: CycleHistory): Promise<void> {
  const total = AGENTS * WRITES_PER_AGENT;
  const root = `${bench.campaign_id}/phase2`;
  const writers = startWriters(
    {
      history,
      signal: bench.signal,
      agent: (writer) => `ai:agent-${writer % AGENTS}`,
      node: () => 'a',
      client: (node) => cluster.client(node),
      memory(writer) {
        const key = `burst-${writer % AGENTS}-${writer}`;
        const random = randomOf(bench.seed, 'phase2', writer);
        return { key, memory: memoryOf(random, { key, root, content_bytes_max: CONTENT_BYTES_MAX }) };
      },
    },
    {
      writers: total,
      window_writers: 0,
      writes_per_writer_max: 1,
      acks_min: total,
      ops_max: total,
      fault_ops_max: total,
      window_ops_min: 0,
      op_timeout_ms: OP_TIMEOUT_MS,
      backoff_ms: 0,
      backoff_ms_max: 0,
    },
  );
  await writers.finish();
  await observe(
    {
      history,
      client: (node) => cluster.client(node),
      nodes: NODE_NAMES,
      acked: writers.acked,
      metadataKeys: writers.metadataKeys,
      namespaces: namespacesOf(root),
      signal: bench.signal,
    },
    settleMsMax(bench.capabilities, bench.profile.catchup_interval_secs, SETTLE_MS_WITHOUT_CATCH_UP),
  );
}

/** Stops a node for real and writes once through node a. */
async function probe(bench: Bench, cluster: Cluster, down: NodeName): Promise<string> {
  await cluster.stop(down);
  const key = `probe-without-${down}`;
  const shape = { key, root: `${bench.campaign_id}/probe`, content_bytes_max: 512 };
  const memory = memoryOf(randomOf(bench.seed, 'phase2', key), shape);
  const outcome: Outcome<{ id: string }> = await cluster.client('a').create(memory, 'ai:probe', OP_TIMEOUT_MS);
  bench.progress({ event: 'step', phase: 2, what: `node ${down} stopped: ${codeOf(outcome)}` });
  return codeOf(outcome);
}

function codeOf(outcome: Outcome<unknown>): string {
  const code = outcome.type === 'ok' ? 'ok' : outcome.code;
  return CODES[code] ?? code.replace(/^http_/, '');
}

/** Both peers are stopped for certain: an ack then is one without a quorum. */
function withoutPeers(probe2: string): BrokenInvariants {
  if (probe2 === CODES.ok) return { I5: ['probe-without-b'] };
  return probe2 === CODES.quorum_not_met ? { I5: [] } : {};
}

function documentOf(findings: Findings, history: CycleHistory, probe1: string, probe2: string): Phase2 {
  const sent = history.ops.filter((op) => op.f === 'write');
  const notMet = sent.filter((op) => op.type === 'fail' && op.error === 'quorum_not_met').length;
  const document = {
    total_writes: sent.filter((op) => op.type === 'invoke').length,
    ok: findings.acked,
    quorum_not_met: notMet,
    fail: findings.refused + findings.unknown - notMet,
    counts: { a: rowsOn(history, 'a'), b: rowsOn(history, 'b'), c: rowsOn(history, 'c') },
    probe1_single_peer_down: probe1,
    probe2_both_peers_down: probe2,
    identity: Object.fromEntries(NODE_NAMES.map((node) => [node, identityOf(findings, history, node)])),
  };
  return { phase: 2, ...claimOf(assertions(document, findings)), ...document };
}

/** Rows of the burst that the node's last read gave; 0 where it could not be read, which `identity` tells apart. */
const rowsOn = (history: CycleHistory, node: NodeName): number => lastRead(history, node)?.value.rows.length ?? 0;

function lastRead(history: CycleHistory, node: NodeName): Extract<ReadOp, { type: 'ok' }> | undefined {
  return history.ops.findLast(
    (op): op is Extract<ReadOp, { type: 'ok' }> => op.f === 'read' && op.type === 'ok' && op.value.node === node,
  );
}

function identityOf(findings: Findings, history: CycleHistory, node: NodeName) {
  const missing = findings.missing[node]?.length ?? findings.acked;
  const differing = findings.differing[node]?.length ?? 0;
  return {
    acked: findings.acked,
    present_equal: findings.acked - missing - differing,
    missing,
    differing,
    converged_ms: findings.converged_ms[node] ?? null,
    ...(lastRead(history, node) ? {} : { unread: true }),
  };
}

function assertions(
  document: Pick<Phase2, 'ok' | 'fail' | 'counts' | 'probe1_single_peer_down' | 'probe2_both_peers_down'>,
  findings: Findings,
): Assertion[] {
  const enough = Math.floor((document.ok * FEDERATION_PERCENT_MIN) / 100);
  const probed = (got: unknown, expected: string, when: string): Assertion => ({
    ok: got === expected,
    otherwise: `with ${when} stopped: expected ${expected}, found ${got}`,
  });
  return [
    { ok: document.ok > 0 ? true : null, otherwise: 'no write was acked: nothing was shown' },
    { ok: document.fail === 0, otherwise: `${document.fail} writes ended neither with 201 nor with quorum_not_met` },
    ...NODE_NAMES.map((node) => ({
      ok: document.counts[node] >= enough,
      otherwise: `node ${node}: expected at least ${enough} rows, found ${document.counts[node]}`,
    })),
    ...findings.reasons.map((otherwise) => ({ ok: findings.unread.length > 0 ? null : false, otherwise })),
    probed(document.probe1_single_peer_down, '201', 'one peer'),
    probed(document.probe2_both_peers_down, '503', 'both peers'),
  ];
}
