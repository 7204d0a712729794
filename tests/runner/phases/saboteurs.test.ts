// Evidence that is missing, and subjects that break their word: none of it may look like a clean cycle.

import { afterEach, describe, expect, test } from 'vitest';
import { checkedCycle, classFindings } from '../../../src/checkers/class-findings.ts';
import { waitFor } from '../../../src/machine/waiting.ts';
import { faultClass } from '../../../src/runner/nemesis/classes.ts';
import type { FaultClass } from '../../../src/runner/nemesis/fault.ts';
import type { CycleResult } from '../../../src/runner/phases/cycle-record.ts';
import type { Client, Subject } from '../../../src/subjects/subject.ts';
import { type Live, liveCluster } from '../live-cluster.ts';

let live: Live | null = null;
afterEach(async () => {
  await live?.close();
  live = null;
});

const TIMEOUT = { timeout: 120_000 };
const partition = faultClass('partition_minority');
const kill = faultClass('kill_primary_mid_write');

const judged = ({ line, findings }: CycleResult) => classFindings([checkedCycle(line, findings)], 1, 1, {});

/** The subject with one thing about its clients changed. */
const withClients = (change: (client: Client) => Partial<Client>) => (subject: Subject) => ({
  ...subject,
  client: (node: Parameters<Subject['client']>[0]) => {
    const client = subject.client(node);
    return { ...client, ...change(client) };
  },
});

describe('a cycle is not clean', () => {
  test('where the fault swallowed nothing', TIMEOUT, async () => {
    live = await liveCluster();
    const idle: FaultClass = {
      ...partition,
      prepare: (context) => ({
        inject: async () => {},
        heal: () => partition.prepare(context).heal(),
      }),
    };
    const result = await live.cycle(idle, 1);
    expect(result.line.receipt?.took_effect).toBe(false);
    expect(result.line.clean).toBe(false);
    expect(judged(result).fault.injected).toBe(false);
  });

  test('where a killed node stays dead', TIMEOUT, async () => {
    live = await liveCluster();
    live.cluster.restart = async () => {};
    const lying: FaultClass = {
      ...kill,
      prepare: (context) => ({
        ...kill.prepare(context),
        heal: async () => ({ kind: 'process_gone', took_effect: true, healed: true, detail: 'so it says' }),
      }),
    };
    const result = await live.cycle(lying, 1);
    expect(result.line.reasons.join()).toContain('node a could not be read');
    expect(result.line.valid).toMatchObject({ forgotten: null });
    expect(judged(result).bound).toBeNull();
  });

  test('where the wires are open before the look inside: its own receipt says so', TIMEOUT, async () => {
    live = await liveCluster();
    const { wires, restart } = live.cluster;
    live.cluster.restart = async (name, offset) => {
      await wires.open();
      await restart(name, offset);
      // until a peer got through, as it does within a round of catch-up
      const before = await wires.bytesInto(name);
      await waitFor('bytes of a peer', 10_000, async () => (await wires.bytesInto(name)) > before);
    };
    const result = await live.cycle(kill, 1);
    expect(result.line.valid).toMatchObject({ forgotten: null });
    expect(result.line.reasons.join()).toMatch(/forgotten not decided: \d+ bytes of peers had reached node a/);
    expect(result.line.clean).toBe(false);
  });

  test('where no write is acked', TIMEOUT, async () => {
    const refusing = withClients(() => ({
      create: async () => ({ type: 'fail', code: 'quorum_not_met', detail: '' }) as const,
    }));
    live = await liveCluster(refusing);
    const result = await live.cycle(partition, 1);
    expect(result.line).toMatchObject({ acked: 0, bound: null, receipt: null, clean: false });
    expect(judged(result).bound).toBeNull();
  });

  test('where acks are given for writes that were never made', TIMEOUT, async () => {
    let n = 0;
    const lying = withClients((client) => ({
      create: async (memory, agent, timeout_ms) =>
        ++n % 10 === 0 ? { type: 'ok', value: { id: `made-up-${n}` } } : client.create(memory, agent, timeout_ms),
    }));
    live = await liveCluster(lying);
    const result = await live.cycle(partition, 2);
    expect(result.line.lost).toBeGreaterThan(0);
    expect(result.line.bound).toBeLessThan(0.995);
    expect(judged(result).bound).toBeLessThan(0.995);
  });

  test('where a node gives other content back than was sent', TIMEOUT, async () => {
    const mangling = withClients((client) => ({
      get: async (id, timeout_ms) => {
        const found = await client.get(id, timeout_ms);
        return found.type === 'ok' && found.value ? { ...found, value: { ...found.value, content: 'x' } } : found;
      },
      all: async (namespace, timeout_ms) => {
        const found = await client.all(namespace, timeout_ms);
        return found.type === 'ok' ? { ...found, value: found.value.map((row) => ({ ...row, priority: 3 })) } : found;
      },
    }));
    live = await liveCluster(mangling);
    const result = await live.cycle(partition, 3);
    expect(result.line.corrupted).toBeGreaterThan(0);
    expect(result.line.bound).toBeLessThan(0.995);
  });
});

describe('a cluster that loses nothing', () => {
  test('and caps its lists is not called lossy; what it does not list is named for what it is', TIMEOUT, async () => {
    const capped = withClients((client) => ({
      all: async (namespace, timeout_ms) => {
        const found = await client.all(namespace, timeout_ms);
        return found.type === 'ok' ? { ...found, value: found.value.slice(0, 5) } : found;
      },
    }));
    live = await liveCluster(capped);
    const { line } = await live.cycle(partition, 1);
    expect(line).toMatchObject({ lost: 0, bound: 1, valid: { lost: true, missing: true, unlisted: false } });
  });
});
