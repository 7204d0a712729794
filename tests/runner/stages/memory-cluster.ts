// Three nodes in memory, for tests of the stages: a write goes to the node that is asked and to every peer in reach.
// What a test wants broken it changes on the nodes themselves.

import { NODES, type NodeName } from '../../../src/contract/names.ts';
import type { Cluster } from '../../../src/runner/cluster/cluster.ts';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import type { Looking } from '../../../src/runner/stages/look.ts';
import type { AckedWrite } from '../../../src/runner/workloads/clients.ts';
import { digestOf } from '../../../src/runner/workloads/digest.ts';
import type { Client, Link, Memory, NewMemory, Outcome } from '../../../src/subjects/subject.ts';

export interface MemoryNode {
  rows: Map<string, Memory>;
  links: Link[];
  up: boolean;
  life: number;
  /** Ids that no list shows. */
  unlisted: Set<string>;
  /** Peers that its pushes reach. */
  reaches: Set<NodeName>;
  /** Requests that it was asked, in order. */
  asked: string[];
}

export interface MemoryCluster {
  nodes: Record<NodeName, MemoryNode>;
  client(node: NodeName): Client;
  cluster: Cluster;
  /** What was done to wires and processes, in order. */
  done: string[];
  peer_bytes: number;
}

const PARTLY = { type: 'info', code: 'partly_done', detail: 'expected all, found some' } as const;
const DOWN = { type: 'fail', code: 'connection_refused', detail: 'nothing listened' } as const;

export function memoryCluster(W = 2): MemoryCluster {
  const node = (name: NodeName): MemoryNode => ({
    rows: new Map(),
    links: [],
    up: true,
    life: 0,
    unlisted: new Set(),
    reaches: new Set(NODES.filter((other) => other !== name)),
    asked: [],
  });
  const nodes = { a: node('a'), b: node('b'), c: node('c'), d: node('d'), e: node('e') };
  const made: MemoryCluster = { nodes, client, cluster: null as unknown as Cluster, done: [], peer_bytes: 0 };
  let ids = 0;

  function create(name: NodeName, memory: NewMemory): Outcome<{ id: string }> {
    const id = `id-${++ids}`;
    const now = '2026-01-01T00:00:00Z';
    const row = { ...memory, id, created_at: now, updated_at: now, rest: {} };
    const holders = holdersOf(name);
    for (const holder of holders) nodes[holder].rows.set(id, row);
    if (holders.length < W) return { type: 'fail', code: 'quorum_not_met', detail: 'expected 201, found 503' };
    return { type: 'ok', value: { id } };
  }

  const holdersOf = (name: NodeName) => [name, ...[...nodes[name].reaches].filter((peer) => nodes[peer].up)];

  function upsert(name: NodeName, memory: NewMemory): Outcome<{ id: string }> {
    const there = [...nodes[name].rows.values()].find((row) => row.title === memory.title);
    if (!there) return create(name, memory);
    const outcome = changed(name, there.id, (row) => ({ ...row, ...memory }));
    return outcome.type === 'ok' ? { type: 'ok', value: { id: there.id } } : outcome;
  }

  function linked(name: NodeName, link: Link): Outcome<Record<never, never>> {
    const holders = holdersOf(name);
    for (const holder of holders) nodes[holder].links.push(link);
    return holders.length < W
      ? { type: 'fail', code: 'quorum_not_met', detail: 'expected 201, found 503' }
      : { type: 'ok', value: {} };
  }

  function changed(name: NodeName, id: string, change: (row: Memory) => Memory | null): Outcome<Record<never, never>> {
    const row = nodes[name].rows.get(id);
    if (!row) return { type: 'fail', code: 'http_404', detail: 'expected 200, found 404' };
    const holders = holdersOf(name);
    for (const holder of holders) {
      const next = change(row);
      if (next === null) nodes[holder].rows.delete(id);
      else nodes[holder].rows.set(id, next);
    }
    return holders.length < W
      ? { type: 'fail', code: 'quorum_not_met', detail: 'expected 200, found 503' }
      : { type: 'ok', value: {} };
  }

  function client(name: NodeName): Client {
    const own = nodes[name];
    const answer = async <T>(what: string, value: () => Outcome<T>): Promise<Outcome<T>> => {
      own.asked.push(what);
      return own.up ? value() : DOWN;
    };
    const listed = (namespace: string | null): Memory[] =>
      [...own.rows.values()].filter(
        (row) => !own.unlisted.has(row.id) && (namespace === null || row.namespace === namespace),
      );
    return {
      create: (memory) => answer('create', () => create(name, memory)),
      upsert: (memory) => answer('upsert', () => upsert(name, memory)),
      update: (id, change) => answer('update', () => changed(name, id, (row) => ({ ...row, ...change }))),
      remove: (id) => answer('remove', () => changed(name, id, () => null)),
      promote: (id) => answer('promote', () => changed(name, id, (row) => ({ ...row, tier: 'long' }))),
      bulk: (memories) =>
        answer('bulk', () => {
          const made = memories.map((memory) => create(name, memory));
          return made.find(({ type }) => type !== 'ok') ? PARTLY : { type: 'ok', value: {} };
        }),
      link: (link) => answer('link', () => linked(name, link)),
      links: (id) => answer('links', () => ({ type: 'ok', value: own.links.filter((one) => one.source_id === id) })),
      consolidate: (ids, into) =>
        answer('consolidate', () => {
          const made = create(name, { ...into, tags: [], priority: 5, metadata: {} });
          if (made.type === 'ok') for (const id of ids) changed(name, id, () => null);
          return made;
        }),
      get: (id) => answer('get', () => ({ type: 'ok', value: own.rows.get(id) ?? null })),
      all: (namespace) => answer('all', () => ({ type: 'ok', value: listed(namespace) })),
      listOnce: (namespace) => answer('list', () => ({ type: 'ok', value: listed(namespace) })),
      recall: (words) =>
        answer('recall', () => ({
          type: 'ok',
          value: [...own.rows.values()].filter((row) => row.content.includes(words)),
        })),
      health: () => answer('health', () => ({ type: 'ok', value: null })),
      close: async () => {},
    };
  }

  made.cluster = {
    settings: { quorum_writes: W, quorum_timeout_ms: 400 },
    nodes: NODES,
    client,
    life: (name: NodeName) => nodes[name].life,
    isUp: (name: NodeName) => nodes[name].up,
    wires: {
      isolate: async (name: NodeName) => void made.done.push(`isolate ${name}`),
      bytesInto: async () => made.peer_bytes,
      open: async () => void made.done.push('open'),
    },
    async restart(name: NodeName) {
      made.done.push(`restart ${name}`);
      nodes[name].up = true;
      nodes[name].life += 1;
    },
  } as unknown as Cluster;
  return made;
}

export const memory = (key: string): NewMemory => ({
  title: key,
  content: `content of ${key} w${key}`,
  namespace: 'n',
  tier: 'mid',
  tags: [],
  priority: 5,
  metadata: {},
});

/** A row that every node holds, as the ack of node a gave it. */
export function storedEverywhere({ nodes }: MemoryCluster, key: string): AckedWrite & { id: string } {
  const sent = memory(key);
  const now = '2026-01-01T00:00:00Z';
  for (const name of NODES) nodes[name].rows.set(key, { ...sent, id: key, created_at: now, updated_at: now, rest: {} });
  const write = { id: key, key, digest: digestOf(sent), node: 'a', namespace: 'n', word: null } as const;
  return { ...write, metadata_keys: [], in_hold: false, at_ms: performance.now() };
}

export function lookingAt({ client, nodes }: MemoryCluster, acked: readonly AckedWrite[]): Looking {
  return {
    history: memoryHistory(),
    nodes: NODES,
    client,
    life: (node) => nodes[node].life,
    namespaces: ['n'],
    acked,
    sharedIds: () => [],
    sent: new Map(acked.map(({ key }) => [key, []])),
    nodeLocal: new Set(),
    signal: new AbortController().signal,
  };
}
