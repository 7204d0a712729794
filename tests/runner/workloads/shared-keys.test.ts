// The workloads of shared keys, by themselves: what they would send, from the seed alone.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NODES } from '../../../src/contract/names.ts';
import { isKeyKind, keysOf } from '../../../src/history/keys.ts';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import { startClients } from '../../../src/runner/workloads/clients.ts';
import { workloadsOf } from '../../../src/runner/workloads/in-cycle.ts';
import { randomOf } from '../../../src/runner/workloads/random.ts';
import { keyChoice, reviseWorkload, zipf } from '../../../src/runner/workloads/revise.ts';
import { sessionsWorkload } from '../../../src/runner/workloads/sessions.ts';
import type { OnKey, Op, Workload } from '../../../src/runner/workloads/workload.ts';
import type { Capabilities, Client } from '../../../src/subjects/subject.ts';
import { memoryCluster } from '../stages/memory-cluster.ts';

const PACE = { backoff_ms: 0, backoff_ms_max: 0, injecting_ms: 0, holding_ms: 0 };

const common = (seed: number) => ({
  ...{ clients: 6, pace: PACE, prefix: 'x-1', root: 'r/x/1', content_bytes_max: 200 },
  random: randomOf(seed, 'x', 1),
  agent: (client: number) => `ai:${client}`,
});
const revise = (seed: number): Workload =>
  reviseWorkload({
    ...common(seed),
    joining: 0,
    node: (client) => (['a', 'b', 'c'] as const)[client % 3] ?? 'a',
    ops_per_client_max: 40,
    keys_max: null,
  });
const sessions = (seed: number): Workload =>
  sessionsWorkload({ ...common(seed), nodes: NODES, ops_per_client_max: 60, afterwards: 10 });

const isOnKey = (op: Op): op is OnKey => isKeyKind(op.f);

/** Every client does what it does, one after another, against three nodes in memory. */
async function played(workload: Workload): Promise<OnKey[]> {
  const { client } = memoryCluster();
  const ops: OnKey[] = [];
  for (let n = 0, open = true; open; n++) {
    open = false;
    for (let number = 0; number < workload.clients; number++) {
      const op = workload.next(number, n, true);
      if (op === null || !isOnKey(op)) continue;
      open = true;
      ops.push(op);
      await op.send(client(op.node), 1_000);
    }
  }
  return ops;
}

describe.each([
  ['revise', revise],
  ['sessions', sessions],
] as const)('the workload %s', (_, make) => {
  test('is fixed by the seed', async () => {
    const [one, two] = [await played(make(7)), await played(make(7))];
    expect(one.map(({ f, intent }) => [f, intent])).toEqual(two.map(({ f, intent }) => [f, intent]));
  });

  test('names every operation by a value that no other carries, which makes its version unlike every other', async () => {
    const ops = await played(make(3));
    expect(ops.length).toBeGreaterThan(200);
    expect(new Set(ops.map(({ intent }) => intent.value)).size).toBe(ops.length);
    const digests = ops.flatMap(({ intent: { digest, promoted } }) => (digest && promoted ? [digest, promoted] : []));
    expect(new Set(digests).size).toBe(digests.length);
  });

  test('writes through every node', async () => {
    const ops = await played(make(3));
    expect(new Set(ops.map(({ node }) => node))).toEqual(new Set(['a', 'b', 'c']));
  });
});

describe('revise', () => {
  test('does everything that can be done to a key, and several clients meet at one', async () => {
    const ops = await played(revise(1));
    expect(new Set(ops.map(({ f }) => f))).toEqual(new Set(['create', 'update', 'delete', 'promote', 'get']));
    const byKey = Map.groupBy(ops, ({ intent }) => intent.key);
    expect([...byKey.values()].some((those) => new Set(those.map(({ node }) => node)).size === 3)).toBe(true);
  });

  test('draws few keys or many, evenly or not, by the seed', () => {
    const drawn = Array.from({ length: 60 }, (_, seed) => JSON.stringify(keyChoice(randomOf(seed, 'x'))));
    expect(new Set(drawn)).toEqual(
      new Set(['{"keys":8,"choice":"even"}', '{"keys":40,"choice":"even"}', '{"keys":300,"choice":"skewed"}']),
    );
  });

  test('chooses by Zipf’s law where it is skewed: in proportion to 1 / rank^1.4', () => {
    const draw = zipf(300);
    const random = randomOf(1, 'zipf');
    const drawn = Array.from({ length: 20_000 }, () => draw(random.next()));
    const of = (key: number) => drawn.filter((one) => one === key).length;
    expect(of(0) / of(1)).toBeCloseTo(2 ** 1.4, 0);
    expect(of(0) / of(9)).toBeGreaterThan(15);
    expect(new Set(drawn).size).toBeGreaterThan(150);
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
        (at) => draw(at) >= 0 && draw(at) < 300,
      ),
    );
  });
});

describe('sessions', () => {
  test('write a key of their own, and read it through two nodes', async () => {
    const ops = await played(sessions(1));
    const own = ops.filter(({ intent }) => intent.key === 'x-1-s0');
    const writers = new Set(own.filter(({ f }) => f !== 'get').map(({ intent }) => intent.value.split('-')[0]));
    expect(writers).toEqual(new Set(['s0']));
    expect(new Set(own.filter(({ f }) => f === 'get').map(({ node }) => node)).size).toBeGreaterThan(1);
  });
});

describe('workloads that share a cycle', () => {
  const settings = {
    prefix: 'p',
    root: 'r',
    random: randomOf(1, 'w'),
    nodes: NODES,
    joined: ['b'] as const,
    hold_ms: 10,
  };
  const can = { revises: { available: true } } as unknown as Capabilities;

  test('are those that were asked for and that the subject can take, the counted one first', () => {
    const names = (of: Capabilities) => workloadsOf(['revise', 'sessions'], of, settings).map(({ name }) => name);
    expect(names(can)).toEqual(['create', 'revise', 'sessions']);
    const cannot = { revises: { available: false, reason: 'no updates' } } as unknown as Capabilities;
    expect(names(cannot)).toEqual(['create']);
  });

  test('are counted by the first alone, and some go on after the fault', async () => {
    const cluster = memoryCluster();
    const history = memoryHistory();
    const [create] = workloadsOf([], can, settings);
    const clients = startClients({
      workloads: [
        {
          ...create,
          clients: 2,
          joining: 0,
          next: (client, n, isHealed) => (n < 5 ? create.next(client, n, isHealed) : null),
        },
        sessions(1),
      ],
      history,
      client: (node): Client => cluster.client(node),
      op_timeout_ms: 1_000,
      ops_max: { load: 1_000, hold: 1_000 },
      isFirstOfKind: () => true,
      signal: new AbortController().signal,
    });
    await clients.done;
    await clients.rest();
    expect(clients.counts).toMatchObject({ acked: 10, invoked: { load: 10 } });
    const before = history.ops.filter(({ type }) => type === 'invoke').length;
    await clients.afterwards(new AbortController().signal);
    expect(history.ops.filter(({ type }) => type === 'invoke').length - before).toBe(60);
    expect(keysOf(history.ops).size).toBe(6);
    expect(clients.breakdown()).toBeNull();
  });

  test('keep what they do after the fault for then, however long they wait for it', async () => {
    const cluster = memoryCluster();
    const history = memoryHistory();
    const clients = startClients({
      workloads: [sessions(1)],
      history,
      client: (node): Client => cluster.client(node),
      op_timeout_ms: 1_000,
      ops_max: { load: 1_000, hold: 1_000 },
      isFirstOfKind: () => true,
      signal: new AbortController().signal,
    });
    const invoked = () => history.ops.filter(({ type }) => type === 'invoke').length;
    await clients.done;
    await clients.rest();
    expect(invoked()).toBe(6 * 60);
    await clients.afterwards(new AbortController().signal);
    expect(invoked()).toBe(6 * 70);
  });
});
