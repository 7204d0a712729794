// When a kill counts as one that broke off a catch-up: only where rows were on their way, and were still missing in the
// node's own data.

import { beforeEach, describe, expect, test, vi } from 'vitest';
import { NODES, type NodeName } from '../../../src/contract/names.ts';
import type { Cluster } from '../../../src/runner/cluster/cluster.ts';
import { killInCatchUp } from '../../../src/runner/nemesis/catch-up.ts';
import type { FaultContext } from '../../../src/runner/nemesis/fault.ts';
import { netns } from '../../../src/runner/network/netns/wires.ts';
import { PROXY } from '../../../src/runner/network/proxy/wires.ts';
import { planCycle } from '../../../src/runner/workloads/schedule.ts';
import type { Capabilities } from '../../../src/subjects/subject.ts';

const PLAN = planCycle(1, killInCatchUp.name, 1, { writes_per_cycle: 60, quorum_timeout_ms: 400 });
const PEER = PLAN.peer;
const CATCHES_UP = { catch_up: { available: true } } as Capabilities;
const ID = (n: number): string => `row-${n}`;

interface Made {
  done: string[];
  acked: { id: string; node: NodeName }[];
  /** What each answer of its peers is long, once its wires are open. */
  answer_bytes: number;
  held: Record<NodeName, Set<string>>;
}

let made: Made;
beforeEach(() => {
  vi.useFakeTimers();
  const held = {
    a: new Set<string>(),
    b: new Set<string>(),
    c: new Set<string>(),
    d: new Set<string>(),
    e: new Set<string>(),
  };
  made = { done: [], acked: [], answer_bytes: 100_000, held };
  return () => vi.useRealTimers();
});

function context(): FaultContext {
  let isOpen = false;
  let isUp = true;
  let pid = 100;
  const wires = {
    treat: async () => void made.done.push('cut'),
    isolate: async () => void made.done.push('isolate'),
    async open() {
      isOpen = true;
      made.done.push('open');
    },
    answersInto: () => (isOpen ? made.answer_bytes : 0),
  };
  const client = (node: NodeName) => ({
    get: async (id: string) => ({ type: 'ok', value: made.held[node].has(id) ? { id } : null }),
  });
  const cluster = {
    wires,
    client,
    nodes: NODES,
    node: () => ({ pid }),
    isUp: () => isUp,
    async kill() {
      isUp = false;
      made.done.push('kill');
      return { signal: 'SIGKILL' };
    },
    async restart() {
      isUp = true;
      pid += 1;
      made.done.push('restart');
    },
    healthy: async () => {},
  } as unknown as Cluster;
  const acked = made.acked as unknown as FaultContext['acked'];
  const { signal } = new AbortController();
  return {
    ...{ cluster, plan: PLAN, capabilities: CATCHES_UP, inFlight: () => 0, acked, catchup_round_ms: 200, signal },
  };
}

/** Others ack so many writes while it is cut off; it holds the first `taken_in` of them when it is killed. */
async function readingOf(others: number, taken_in: number) {
  const fault = killInCatchUp.prepare(context());
  const injected = fault.inject();
  await vi.advanceTimersByTimeAsync(0);
  for (let n = 0; n < others; n += 1) {
    const node = PEER === 'b' ? 'c' : 'b';
    made.acked.push({ id: ID(n), node });
    made.held.a.add(ID(n));
    if (n < taken_in) made.held[PEER].add(ID(n));
  }
  await vi.runAllTimersAsync();
  await injected;
  return fault.heal();
}

describe('a kill counts as one in a catch-up', () => {
  test('where its peers answered and rows were still missing: cut, opened, killed, read behind cut wires', async () => {
    const reading = await readingOf(20, 5);
    expect(reading).toMatchObject({ kind: 'catch_up_broken_off', took_effect: true, healed: true });
    expect(reading.detail).toContain('the others acked 20 writes');
    expect(reading.detail).toContain('15 of these rows were missing');
    expect(made.done).toEqual(['cut', 'open', 'kill', 'isolate', 'restart', 'open']);
  });

  test('and not where it had taken in everything: the kill came too late', async () => {
    expect(await readingOf(20, 20)).toMatchObject({ took_effect: false, healed: true });
  });

  test('nor where its peers answered with less than the rows are long: it had not begun', async () => {
    made.answer_bytes = 20 * 200 - 1;
    expect(await readingOf(20, 0)).toMatchObject({ took_effect: false });
  });

  test('nor where the others acked too few for it to lack', async () => {
    expect(await readingOf(19, 0)).toMatchObject({ took_effect: false });
  });

  test('and what it acked itself is nothing that it lacks', async () => {
    const own = Array.from({ length: 30 }, (_, n) => ({ id: ID(n), node: PEER }));
    const fault = killInCatchUp.prepare(context());
    const injected = fault.inject();
    await vi.advanceTimersByTimeAsync(0);
    made.acked.push(...own);
    await vi.runAllTimersAsync();
    await injected;
    expect(await fault.heal()).toMatchObject({ took_effect: false });
  });
});

describe('it cannot be injected', () => {
  const available = (capabilities: object, network = PROXY) =>
    killInCatchUp.available(capabilities as Capabilities, network, NODES);

  test('but where answers are counted as they come in', () => {
    expect(available(CATCHES_UP)).toEqual({ available: true });
    expect(available(CATCHES_UP, netns(undefined as never))).toMatchObject({
      available: false,
      reason: expect.stringContaining('--network proxy'),
    });
  });

  test('into a subject that does not catch up, or shows nothing before it has its peers', () => {
    const no = { available: false, reason: 'as its pages say' };
    expect(available({ catch_up: no })).toEqual(no);
    expect(available({ ...CATCHES_UP, serves_alone: no })).toEqual(no);
  });
});
