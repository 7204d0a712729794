// Shapes of a partition, of three nodes and of five: who still reaches whom, what is cut, and who finds a quorum.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { NODE_NAMES, NODES, type NodeName } from '../../../src/contract/names.ts';
import { faultClass } from '../../../src/runner/nemesis/classes.ts';
import { canAck, type FaultContext, outOfReach } from '../../../src/runner/nemesis/fault.ts';
import { PROXY } from '../../../src/runner/network/proxy/wires.ts';
import { orderedPairs, peersOf, type Wires } from '../../../src/runner/network/transport.ts';
import { type CyclePlan, planCycle } from '../../../src/runner/workloads/schedule.ts';
import type { Capabilities } from '../../../src/subjects/subject.ts';

const SHAPES = ['partition_minority', 'partition_bridge', 'partition_ring', 'partition_all'] as const;
const plan = (shape: string, nodes: readonly NodeName[], seed: number, cycle: number): CyclePlan =>
  planCycle(seed, shape, cycle, { writes_per_cycle: 60, quorum_timeout_ms: 400, nodes });

/** The ways that a shape cuts, `a→b`. */
async function cutBy(shape: string, of: CyclePlan): Promise<string[]> {
  const cut: string[] = [];
  const treat: Wires['treat'] = async (flows) => {
    cut.push(...flows.map(({ from, to }) => `${from}→${to}`));
    return { traces: async () => ({ kind: '', shown: true, tight: true, by_wire: [], words: '' }) };
  };
  const context = { plan: of, cluster: { wires: { treat } } } as unknown as FaultContext;
  await faultClass(shape).prepare(context).inject();
  return cut.toSorted();
}

test('what is cut is what the nodes do not reach, in every shape, whoever is drawn', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.constantFrom(...SHAPES),
      fc.boolean(),
      fc.nat({ max: 1_000 }),
      fc.integer({ min: 1, max: 50 }),
      async (shape, isLarge, seed, cycle) => {
        const nodes = isLarge ? NODE_NAMES : NODES;
        const of = plan(shape, nodes, seed, cycle);
        const { peers_in_reach } = faultClass(shape).effect(of);
        const unreached = orderedPairs(nodes).filter(
          ({ from, to }) => !(peers_in_reach[from] ?? peersOf(nodes, from)).includes(to),
        );
        expect(await cutBy(shape, of)).toEqual(unreached.map(({ from, to }) => `${from}→${to}`).toSorted());
      },
    ),
  );
});

describe('of five nodes with W=3', () => {
  const effectOf = (shape: string) => faultClass(shape).effect(plan(shape, NODE_NAMES, 1, 1));
  const majority = { nodes: NODE_NAMES, quorum_writes: 3 };

  test('a minority are two, drawn by the seed, which reach each other and find no quorum', () => {
    const drawn = new Set<string>();
    for (let cycle = 1; cycle <= 50; cycle += 1) {
      const { cut_off, minority } = plan('partition_minority', NODE_NAMES, 1, cycle);
      expect(cut_off[0]).toBe(minority);
      expect(new Set(cut_off).size).toBe(2);
      drawn.add(cut_off.toSorted().join());
    }
    expect(drawn.size).toBeGreaterThan(5);
    const { cut_off } = plan('partition_minority', NODE_NAMES, 1, 1);
    expect(outOfReach(effectOf('partition_minority'), 3).toSorted()).toEqual(cut_off.toSorted());
    expect(canAck(effectOf('partition_minority'), majority)).toBe(true);
  });

  test('a ring and a bridge leave every node its quorum, and a cut of all leaves nobody any', () => {
    expect(outOfReach(effectOf('partition_ring'), 3)).toEqual([]);
    expect(outOfReach(effectOf('partition_bridge'), 3)).toEqual([]);
    expect(outOfReach(effectOf('partition_all'), 3)).toEqual([...NODE_NAMES]);
    expect(canAck(effectOf('partition_all'), majority)).toBe(false);
  });
});

test('of three nodes a ring cuts nothing, and is not injected', () => {
  const available = (nodes: readonly NodeName[]) =>
    faultClass('partition_ring').available({} as Capabilities, PROXY, nodes);
  expect(available(NODES)).toMatchObject({ available: false, reason: expect.stringContaining('--nodes 5') });
  expect(available(NODE_NAMES)).toEqual({ available: true });
});

test('a ring of three, injected all the same, proves nothing', async () => {
  const traces = async () => ({ kind: '', shown: true, tight: true, by_wire: [], words: '' });
  const wires = { treat: async () => ({ traces }), open: async () => {} };
  const context = { plan: plan('partition_ring', NODES, 1, 1), cluster: { wires, healthy: async () => {} } };
  const fault = faultClass('partition_ring').prepare(context as unknown as FaultContext);
  await fault.inject();
  expect(await fault.heal()).toMatchObject({ took_effect: false });
});

test('of three nodes one is cut off, as it was drawn before there were five', () => {
  const { cut_off, minority } = plan('partition_minority', NODES, 1, 1);
  expect(cut_off).toEqual([minority]);
});
