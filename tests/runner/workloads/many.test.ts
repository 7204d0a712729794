// The workloads of several rows and of search, against three nodes in memory: what they send, and what is judged of it
// where the nodes keep their word, and where one does not.

import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../../src/checkers/findings.ts';
import { NODES } from '../../../src/contract/names.ts';
import { modelOf, UNNAMED_RULES } from '../../../src/history/model.ts';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import { finalLook } from '../../../src/runner/stages/final-look.ts';
import type { Looking } from '../../../src/runner/stages/look.ts';
import { startClients } from '../../../src/runner/workloads/clients.ts';
import { type WorkloadName, workloadsOf } from '../../../src/runner/workloads/in-cycle.ts';
import { randomOf } from '../../../src/runner/workloads/random.ts';
import type { Capabilities, Client } from '../../../src/subjects/subject.ts';
import { type MemoryCluster, memoryCluster } from '../stages/memory-cluster.ts';

const OFFERED = { available: true } as const;
const CAN = { revises: OFFERED, links: OFFERED, bulk: OFFERED, consolidates: OFFERED } as unknown as Capabilities;
const OPS_EACH = 24;

/** Every client of the workload does so much; then every node is looked at. */
async function played(name: WorkloadName, spoil: (cluster: MemoryCluster) => void = () => {}) {
  const cluster = memoryCluster();
  spoil(cluster);
  const history = memoryHistory();
  const [, workload = fail()] = workloadsOf([name], CAN, {
    ...{ prefix: 'p', root: 'r', random: randomOf(5, name), nodes: NODES, joined: ['b'], hold_ms: 10 },
  });
  const client = (node: 'a' | 'b' | 'c'): Client => cluster.client(node);
  const clients = startClients({
    workloads: [
      {
        ...workload,
        joining: 0,
        next: (number, n, isHealed) => (n < OPS_EACH ? workload.next(number, n, isHealed) : null),
      },
    ],
    ...{ history, client, op_timeout_ms: 1_000, ops_max: { load: 10_000, hold: 10_000 } },
    isFirstOfKind: () => true,
    signal: new AbortController().signal,
  });
  await clients.loaded;
  const { acked, sharedIds, sent, breakdown } = clients;
  expect(breakdown()).toBe(null);
  const { worded, links } = sent;
  const looking: Looking = {
    ...{ history, nodes: NODES, client, acked, sharedIds, sent: sent.metadataKeys, worded, links },
    ...{ life: () => 0, namespaces: workload.namespaces, nodeLocal: new Set<string>() },
    signal: new AbortController().signal,
  };
  history.append({ process: 'cycle', f: 'begin', type: 'info', value: { ...UNNAMED_RULES, catchup_round_ms: 200 } });
  history.append({ process: 'cycle', f: 'stage', type: 'invoke', value: { stage: 'look' } });
  await finalLook(looking);
  const model = modelOf(history.ops, UNNAMED_RULES);
  const found = findingsOf(model);
  const anomalies = found.anomalies.map(({ name: anomaly }) => anomaly);
  return { cluster, model, anomalies, found, ops: history.ops, client };
}

describe.each(['search', 'links', 'bulk', 'consolidate'] as const)('the workload %s', (name) => {
  test('shows nothing where every node keeps its word', async () => {
    const { anomalies, model } = await played(name);
    expect(anomalies).toEqual([]);
    expect(model.writes.length + model.keys.size).toBeGreaterThan(10);
  });

  test('names every operation by a value of its own', async () => {
    const { ops } = await played(name);
    const values = ops.flatMap((op) =>
      op.type === 'invoke' && 'value' in op.value && typeof op.value.value === 'string' ? [op.value.value] : [],
    );
    expect(new Set(values).size).toBe(values.length);
  });
});

describe('search', () => {
  test('asks for words on the node that has them and on another, and lists', async () => {
    const { model } = await played('search');
    const recalls = model.searches.filter(({ f }) => f === 'recall');
    expect(recalls.length).toBeGreaterThan(20);
    expect(recalls.every(({ value }) => 'found' in value && value.found === true)).toBe(true);
    expect(model.searches.some(({ f, value }) => f === 'list' && 'looked_for' in value)).toBe(true);
    expect(model.recalls.length).toBeGreaterThan(10);
  });

  test('finds a node that lists rows late, by what it held meanwhile', async () => {
    const { anomalies, found } = await played('search', ({ nodes }) => {
      nodes.b.unlisted = { has: () => true } as unknown as Set<string>;
    });
    expect(anomalies).toEqual(['unlisted']);
    expect(found.anomalies[0]?.nodes).toEqual(['b']);
  });

  test('finds a node that does not recall what it holds', async () => {
    const { anomalies, found } = await played('search', (cluster) => {
      const honest = cluster.client;
      cluster.client = (node) => {
        const own = honest(node);
        return node === 'c' ? { ...own, recall: async () => ({ type: 'ok', value: [] }) } : own;
      };
    });
    expect(anomalies).toEqual(['unsearchable']);
    expect(found.anomalies[0]?.nodes).toEqual(['c']);
  });

  test('recalls no row more than four times on one node: some stores change what is recalled often', async () => {
    const { ops } = await played('search');
    const asked = ops.flatMap((op) =>
      op.f === 'recall' && op.type === 'ok' ? [`${op.value.key} on ${op.value.node}`] : [],
    );
    const most = Math.max(...[...Map.groupBy(asked, (one) => one).values()].map((those) => those.length));
    expect(most).toBeLessThanOrEqual(4);
  });
});

describe('links', () => {
  test('makes no link twice, and each is a row of the last look on every node', async () => {
    const { ops, model } = await played('links');
    const digests = ops.flatMap((op) =>
      op.f === 'create' && op.type === 'invoke' && op.value.promoted === undefined ? [op.value.digest] : [],
    );
    expect(digests.length).toBeGreaterThan(20);
    expect(new Set(digests).size).toBe(digests.length);
    for (const look of model.final.values()) {
      const held = new Set((look?.rows ?? []).map(([, , digest]) => digest));
      expect(digests.filter((digest) => !held.has(digest ?? ''))).toEqual([]);
    }
  });

  test('finds a link that one node lacks', async () => {
    const { anomalies } = await played('links', ({ nodes }) => {
      nodes.c.links = { push: () => 0, filter: () => [] } as unknown as typeof nodes.c.links;
    });
    expect(anomalies.toSorted()).toEqual(['disagreement', 'stale_for_good']);
  });
});

describe('bulk', () => {
  test('records each row of a request as a write of its own, acked without an id', async () => {
    const { model } = await played('bulk');
    expect(model.acked.length).toBeGreaterThan(50);
    expect(model.acked.every(({ id, isOfMany }) => id === null && isOfMany)).toBe(true);
  });

  test('finds rows that one node lacks, by their keys', async () => {
    const { anomalies, found } = await played('bulk', ({ nodes }) => nodes.a.reaches.delete('c'));
    expect(anomalies.toSorted()).toEqual(['disagreement', 'missing']);
    expect(found.absent.c?.length).toBeGreaterThan(0);
  });
});

describe('consolidate', () => {
  test('makes one key and deletes two by one request', async () => {
    const { ops } = await played('consolidate');
    const begun = ops.filter((op) => op.type === 'invoke' && 'batch' in op.value);
    expect(begun.slice(0, 3).map(({ f }) => f)).toEqual(['create', 'delete', 'delete']);
    expect(begun.length % 3).toBe(0);
  });
});

function fail(): never {
  throw new Error('expected a workload');
}
