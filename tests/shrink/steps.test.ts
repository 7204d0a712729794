// The steps of a reproduction that is written down here: a kill after one write, and one write while the node is gone.

import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AnomalyName } from '../../src/contract/anomalies.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { PROFILES } from '../../src/runner/profiles.ts';
import { planCycle } from '../../src/runner/workloads/schedule.ts';
import { requestLine } from '../../src/shrink/hand/shell.ts';
import { type Handing, handSteps } from '../../src/shrink/hand/steps.ts';
import type { NotedCall } from '../../src/shrink/noted.ts';
import { httpRequest } from '../../src/subjects/by-hand.ts';
import type { NewMemory } from '../../src/subjects/memory.ts';
import { RECORDED } from '../fixtures/shrunk.ts';

const memory = (key: string, content: string): NewMemory => ({
  ...{ title: `${key} it's “so”`, content, namespace: 'x/notes', tier: 'long', tags: [], priority: 5, metadata: {} },
});

const HAND = {
  needs: 'bash and curl',
  before: ['true'],
  start: ({
    name,
    port,
    peers,
    clock_offset_ms,
  }: {
    name: string;
    port: number;
    peers: readonly string[];
    clock_offset_ms: number;
  }) => `store ${name} ${port} ${peers.join()} ${clock_offset_ms}`,
  end_signal: 'INT',
  request: httpRequest,
} as const;

const op = (index: number, rest: object): HistoryOp =>
  ({ index, cycle: 1, time_ns: index * 1e6, ...rest }) as HistoryOp;
const look = (index: number, node: string, keys: readonly string[]): HistoryOp =>
  op(index, {
    ...{ process: 'cycle', f: 'read', type: 'ok' },
    value: { node, look: 'final', rows: keys.map((key) => [`id-${key}`, key, `digest-${key}`, 'w']) },
  });

const OPS: HistoryOp[] = [
  op(0, { process: 0, f: 'write', type: 'invoke', value: { key: 'k-0', digest: 'digest-k-0', node: 'a' } }),
  op(1, { process: 0, f: 'write', type: 'ok', value: { key: 'k-0', id: 'id-k-0' } }),
  op(2, { process: 'nemesis', f: 'inject', type: 'invoke', value: { fault: 'x' } }),
  op(3, { process: 'nemesis', f: 'inject', type: 'info', value: { fault: 'x' } }),
  op(4, { process: 1, f: 'write', type: 'invoke', value: { key: 'k-1', digest: 'digest-k-1', node: 'b' } }),
  op(5, { process: 1, f: 'write', type: 'ok', value: { key: 'k-1', id: 'id-k-1' } }),
  op(6, { process: 'nemesis', f: 'heal', type: 'invoke', value: { fault: 'x' } }),
  look(7, 'a', ['k-0']),
  look(8, 'b', ['k-0', 'k-1']),
  look(9, 'c', ['k-0', 'k-1']),
];

const create = (key: string, node: 'a' | 'b', after_ops: number): NotedCall => ({
  ...{ node, operation: 'create', args: [memory(key, `row of ${key}`), 'ai:x'], after_ops },
  ended: { type: 'ok', id: `id-${key}` },
});

const handing = (
  fault: string,
  name: AnomalyName = 'missing',
  calls = [create('k-0', 'a', 1), create('k-1', 'b', 5)],
): Handing => ({
  reproduction: {
    anomaly: { name, count: 1, ids: ['k-1'], ops: [4], nodes: ['a'], sentence: '1 acked write missing on node a' },
    ...{ ops: OPS, calls },
  },
  plan: planCycle(1, fault, 1, PROFILES.gate),
  schedule: { ...RECORDED, hold_ms: 1 },
  profile: PROFILES.gate,
  hand: HAND,
  settle_ms: 3_000,
});

const linesOf = (of: Handing): string[] => handSteps(of).steps.flatMap(({ commands }) => commands);

describe('the steps of a reproduction', () => {
  test('start three nodes, write, kill, write, start again, and ask every node for the row that is missing', () => {
    const { steps, not_by_hand } = handSteps(handing('kill_primary_mid_write'));
    expect(not_by_hand).toBeNull();
    expect(steps.map(({ does }) => does.split(/[.:(]/)[0])).toEqual([
      'Have ready',
      'Start nodes a, b, c, each with the others as its peers, and wait until each answers',
      'Store a row through node a ',
      'Kill node a with SIGKILL',
      'Store a row through node b ',
      'The fault holds for at least 1 ms',
      'Start node a again on the same data',
      'Give the nodes time to agree, whose rounds of catch-up, if any, come every 0',
      'Ask every node for k-1',
      'That is missing',
      'End everything',
    ]);
    expect(steps.at(-3)?.does).toContain('node a has no such row, node b has the row, node c has the row');
    const lines = linesOf(handing('kill_primary_mid_write'));
    expect(lines).toContain('store a 7101 http://127.0.0.1:7102,http://127.0.0.1:7103 0 >> a.log 2>&1 & A=$!');
    expect(lines).toContain('kill -9 $A');
    expect(lines.filter((line) => line.includes('-X POST')).map((line) => line.includes(':7101/'))).toEqual([
      true,
      false,
    ]);
    expect(lines.filter((line) => line.includes('/api/v1/memories/"$ID2"'))).toHaveLength(3);
  });

  test('a cut goes by relays between the nodes, in both directions and around the one that is cut off', () => {
    const of = handing('partition_minority');
    const { minority } = of.plan;
    const lines = linesOf(of);
    expect(lines.filter((line) => line.startsWith('socat')).length).toBe(6 + 4);
    expect(lines.find((line) => line.startsWith('kill -STOP'))?.match(/-\$R_../g)).toHaveLength(4);
    expect(lines.find((line) => line.startsWith('kill -STOP'))).toContain(`R_${minority.toUpperCase()}`);
  });

  test('what a killed node forgot is looked for before any peer can reach it', () => {
    const lines = linesOf(handing('kill_primary_mid_write', 'forgotten'));
    const alone = lines.findIndex((line) => line.includes('http://127.0.0.1:7195'));
    expect(alone).toBeGreaterThan(lines.indexOf('kill -9 $A'));
    expect(lines.slice(alone).filter((line) => line === 'kill -9 $A')).toHaveLength(1);
  });

  test('a fault that no shell has is said to be none, with the reason', () => {
    const { not_by_hand, steps } = handSteps(handing('power_loss'));
    expect(not_by_hand).toMatch(/^power_loss cannot be injected with a shell alone: a layer/);
    expect(steps.find(({ does }) => does.startsWith('Inject power_loss'))?.commands).toEqual([]);
  });

  test('a subject that nobody described has its steps in words', () => {
    const { steps, not_by_hand } = handSteps({ ...handing('pause_peer'), hand: null });
    expect(not_by_hand).toContain('does not say how its nodes are started');
    expect(steps.filter(({ does }) => does.startsWith('Store a row'))).toHaveLength(2);
  });

  test('a long reproduction is cut, and says by how much', () => {
    const many = Array.from({ length: 70 }, (_, i) => create(`k-${i}`, 'a', 1));
    expect(handSteps(handing('pause_peer', 'missing', many)).not_by_hand).toBe(
      '10 more requests were sent than are listed',
    );
  });
});

describe('a request as a line of a shell', () => {
  test('hands on whatever a row holds, byte for byte, with the variable in the place of an id', () => {
    const words = fc.string({ unit: 'grapheme', maxLength: 40 });
    fc.assert(
      fc.property(words, words, (title, content) => {
        const call = httpRequest('create', [{ ...memory(title, content), metadata: { of: 'id-1' } }, 'ai:x']);
        if (!call) throw new Error('expected a request');
        const line = requestLine('b', call, new Map([['id-1', 'ID1']])).replace(/^curl/, 'show');
        expect(line).toMatch(/^[\x20-\x7e]*$/);
        const script = `ID1=own; show() { while [ $# -gt 1 ]; do shift; done; printf %s "$1"; }; ${line}`;
        const sent = JSON.parse(execFileSync('bash', ['-c', script]).toString());
        expect(sent).toEqual({ ...JSON.parse(call.body ?? ''), metadata: { of: 'own' } });
      }),
      { numRuns: 40 },
    );
  });
});
