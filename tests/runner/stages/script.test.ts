// The whole script on three nodes in memory: in which order things happen, and what the history says of them.

import { afterEach, describe, expect, test, vi } from 'vitest';
import { findingsOf } from '../../../src/checkers/findings.ts';
import { NODES } from '../../../src/contract/names.ts';
import { modelOf, rulesOf } from '../../../src/history/model.ts';
import { type Effect, NO_EFFECT } from '../../../src/runner/nemesis/fault.ts';
import { runScript } from '../../../src/runner/stages/script.ts';
import { startClients } from '../../../src/runner/workloads/clients.ts';
import { workloadsOf } from '../../../src/runner/workloads/in-cycle.ts';
import { randomOf } from '../../../src/runner/workloads/random.ts';
import type { Creation, Workload } from '../../../src/runner/workloads/workload.ts';
import type { Capabilities } from '../../../src/subjects/subject.ts';
import { memoryCluster } from './memory-cluster.ts';
import { linesOf, ran, scriptOn } from './scripted.ts';

/** No answer before the client gives up. */
const never = (ms: number): ReturnType<Creation['send']> =>
  new Promise((resolve) => setTimeout(() => resolve({ type: 'info', code: 'timeout', detail: '' }), ms));

afterEach(() => {
  vi.useRealTimers();
});

describe('the script', () => {
  test('goes through its stages in order, and looks inside before it heals', async () => {
    const cluster = memoryCluster();
    const { found, history, findings } = await ran(cluster, {
      ...NO_EFFECT,
      killed: ['a'],

      joined: ['b', 'c'],
    });
    expect(found.reasons).toEqual([]);
    expect(linesOf(history)).toEqual([
      'load',
      'inject',
      'hold',
      'look inside',
      ...['read b inside', 'read c inside', 'read a inside'],
      'heal',
      'quiesce',
      'cut',
      'look',
      ...['read a final', 'read b final', 'read c final'],
    ]);
    expect(cluster.done).toEqual(['inject', 'isolate a', 'restart a', 'heal']);
    expect(findings.anomalies).toEqual([]);
    expect(findings.decided).toBe(true);
  });

  test('lets no client write during a look', async () => {
    const { history } = await ran(memoryCluster(), { ...NO_EFFECT, killed: ['a'], joined: ['b', 'c'] });
    const inside = history.ops.findIndex((op) => op.f === 'stage' && op.value.stage === 'look inside');
    expect(inside).toBeGreaterThan(0);
    expect(history.ops.slice(inside).filter((op) => op.f === 'write')).toEqual([]);
  });

  test('injects in the turn of an ack, while other writes are in flight', async () => {
    const { history } = await ran(memoryCluster(), NO_EFFECT);
    const at = history.ops.findIndex((op) => op.f === 'inject' && op.type === 'invoke');
    expect(history.ops[at - 1]).toMatchObject({ f: 'write', type: 'ok' });
    const before = history.ops.slice(0, at).filter((op) => op.f === 'write');
    const open = before.filter((op) => op.type === 'invoke').length * 2 - before.length;
    expect(open).toBeGreaterThan(0);
  });

  test('looks up at least twenty acked ids on both peers at once', async () => {
    const { model, findings } = await ran(memoryCluster(), NO_EFFECT);
    expect(new Set(model.lookups.map(({ value }) => value.key)).size).toBeGreaterThanOrEqual(20);
    expect(findings.fresh).toMatchObject({ looked_up: findings.fresh.in_time });
  });

  test('sees an ack without a copy where it was given, though everything is equal in the end', async () => {
    const cluster = memoryCluster(1);
    const cutOff: Effect = { ...NO_EFFECT, peers_in_reach: { a: [], b: ['c'], c: ['b'] } };
    const script = scriptOn(cluster, {}, cutOff);
    await runScript(script);
    // the nodes ack alone, and say that they need two
    const rules = rulesOf(2, 400);
    const ops = script.history.ops.map((op) => (op.f === 'begin' ? { ...op, value: { ...op.value, ...rules } } : op));
    const { valid, anomalies } = findingsOf(modelOf(ops, rules));
    expect(valid).toMatchObject({ missing: true, disagreement: true, under_replicated: false });
    expect(anomalies.find(({ name }) => name === 'under_replicated')?.nodes).toEqual(['b', 'c']);
  });

  test('lets clients go on after the heal that do, and judges the keys that they shared', async () => {
    const cluster = memoryCluster();
    const [create] = scriptOn(cluster, {}, null).clients.workloads;
    const can = { revises: { available: true } } as Capabilities;
    const of = {
      prefix: 'k',
      root: 'r',
      random: randomOf(1, 'script'),
      nodes: NODES,
      joined: ['b', 'c'] as const,
      hold_ms: 50,
    };
    const [, ...others] = workloadsOf(['revise', 'sessions'], can, of);
    const { clients } = scriptOn(cluster, {}, null);
    const change = { clients: { ...clients, workloads: [create, ...others] as const } };
    const { found, history, model, findings } = await ran(cluster, NO_EFFECT, change);
    expect(found.reasons).toEqual([]);
    expect(linesOf(history)).toContain('after');
    expect(model.keys.size).toBeGreaterThan(6);
    expect(findings.anomalies).toEqual([]);
    expect(findings.valid).toMatchObject({
      lost_update: true,
      stale_for_good: true,
      divergent: true,
      resurrected: true,
    });
  });

  test('without a fault loads, quiesces, cuts and looks', async () => {
    const { history, found } = await ran(memoryCluster(), null);
    expect(linesOf(history).filter((line) => !line.startsWith('read'))).toEqual(['load', 'quiesce', 'cut', 'look']);
    expect(found).toMatchObject({ reading: null, reasons: [], ops_in_window: 0 });
  });

  test('heals what it injected even where the hold fails, and says why', async () => {
    const cluster = memoryCluster();
    const campaign = new AbortController();
    const script = scriptOn(cluster, { signal: campaign.signal }, NO_EFFECT);
    const prepare = script.injection?.prepare;
    if (script.injection && prepare) {
      script.injection.prepare = (running) => ({
        ...prepare(running),
        async inject() {
          cluster.done.push('inject');
          queueMicrotask(() => campaign.abort(new Error('enough')));
        },
      });
    }
    await expect(runScript(script)).rejects.toThrow('enough');
    expect(cluster.done).toEqual(['inject', 'heal']);
  });

  test('goes on without a client that breaks down: heals, looks, and says so', async () => {
    const cluster = memoryCluster();
    const { clients } = scriptOn(cluster, {}, null);
    const [workload] = clients.workloads;
    const breaking = {
      ...workload,
      next: (client: number, n: number, isHealed: boolean) => {
        if (client === 0 && n === 3) throw new Error('no such op');
        return workload.next(client, n, isHealed);
      },
    };
    const { found, history } = await ran(cluster, NO_EFFECT, { clients: { ...clients, workloads: [breaking] } });
    expect(found.reasons).toEqual(['client 0 broke down: no such op']);
    expect(found.reading).toMatchObject({ healed: true });
    expect(linesOf(history).at(-1)).toBe('read c final');
  });

  test('looks inside a fault even where its hold does not come to an end', async () => {
    vi.useFakeTimers();
    const cluster = memoryCluster();
    const script = scriptOn(cluster, {}, { ...NO_EFFECT, killed: ['a'], joined: ['b', 'c'] });
    const [workload] = script.clients.workloads;
    const hangs = (): boolean => cluster.done.includes('inject');
    script.clients.op_timeout_ms = 100_000;
    const hanging: Workload = {
      ...workload,
      next: (client, n, isHealed) => {
        const op = workload.next(client, n, isHealed);
        if (op?.f !== 'write') return op;
        const { send } = op;
        return { ...op, send: (to, ms) => (hangs() ? never(ms) : send(to, ms)) };
      },
    };
    script.clients.workloads = [hanging];
    // and the killed node opens an empty store
    const { restart } = cluster.cluster;
    cluster.cluster.restart = async (node) => {
      cluster.nodes[node].rows.clear();
      await restart(node);
    };
    const running = runScript(script);
    await vi.advanceTimersByTimeAsync(300_000);
    const found = await running;
    expect(found.reasons[0]).toContain('operations inside');
    const model = modelOf(script.history.ops, rulesOf(2, 400));
    expect(findingsOf(model).valid.forgotten).toBe(false);
  });

  test('says of a load that never reached its ack that it did not', async () => {
    const cluster = memoryCluster(4);
    const script = scriptOn(cluster, {}, { ...NO_EFFECT, killed: ['a'] });
    script.clients.ops_max = { load: 20, hold: 20 };
    const found = await runScript(script);
    expect(found.reasons[0]).toContain('the ack at which x is injected');
    const load = script.history.ops.filter((op) => op.f === 'stage' && op.value.stage === 'load');
    expect(load.map(({ type }) => type)).toEqual(['invoke', 'info']);
  });

  test('of a subject that refuses everything ends with its words', async () => {
    const cluster = memoryCluster(4);
    const { clients } = scriptOn(cluster, {}, null);
    const { found } = await ran(cluster, null, {
      acks_min: 5,
      startClients,
      clients: { ...clients, ops_max: { load: 20, hold: 20 } },
    });
    expect(found.reasons.join()).toContain('the node said: expected 201, found 503');
    // a refused write may be there all the same
    expect(cluster.nodes.a.asked).toContain('all');
  });
});
