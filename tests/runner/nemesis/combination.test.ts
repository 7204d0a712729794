// Two faults at once: on three real nodes, and which can be combined.

import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { isFaultClass, NODES } from '../../../src/contract/names.ts';
import { faultClass } from '../../../src/runner/nemesis/classes.ts';
import { together } from '../../../src/runner/nemesis/combination.ts';
import { canAck, NO_EFFECT, outOfReach, without } from '../../../src/runner/nemesis/fault.ts';
import { faultInWords } from '../../../src/views/fault-words.ts';
import { type Live, liveCluster } from '../live-cluster.ts';

const KILL_AND_CUT = 'kill_primary_mid_write_and_partition_minority';

describe('two faults at once, on a live cluster', () => {
  let live: Live;
  beforeAll(async () => {
    live = await liveCluster();
  }, 60_000);
  afterAll(() => live?.close());

  test.each([
    ['kill_primary_mid_write+partition_minority', ['ended by SIGKILL', 'dropped bytes']],
    ['clock_skew_peer+partition_minority', ['asked for', 'dropped bytes']],
    ['pause_peer+partition_minority', ['in state T', 'dropped bytes']],
  ])('%s: both take effect and heal, and both say so', { timeout: 120_000 }, async (name, words) => {
    const { line } = await live.cycle(faultClass(name), 1);
    expect(line.reasons).toEqual([]);
    expect(line.receipt).toMatchObject({ took_effect: true, healed: true });
    for (const word of words) expect(line.receipt?.detail).toContain(word);
    expect(line).toMatchObject({ clean: true, bound: 1, lost: 0 });
  });
});

describe('the name of two faults at once', () => {
  test('is the same whichever was named first, and safe in checks and addresses', () => {
    const names = [
      'partition_minority+kill_primary_mid_write',
      'kill_primary_mid_write+partition_minority',
      KILL_AND_CUT,
    ];
    for (const name of names) expect(faultClass(name).name).toBe(KILL_AND_CUT);
    expect(isFaultClass(KILL_AND_CUT)).toBe(true);
    expect(faultInWords(KILL_AND_CUT)).toBe('the first node was killed and a minority of the nodes was cut off');
  });

  test.each([
    ['pause_primary+kill_primary_mid_write', /both on primary/],
    ['partition_minority+partition_all', /both on wires/],
    ['kill_all_restart+partition_minority', /found kill_all_restart/],
    ['drop_random_acks+kill_primary_mid_write', /found drop_random_acks/],
    ['clock_skew_peer+nothing', /expected a fault class of/],
    ['clock_skew_peer+pause_primary+partition_all', /at most two/],
  ])('%s is refused with the reason', (name, why) => {
    expect(() => faultClass(name)).toThrow(why);
  });
});

describe('the effect of two faults at once', () => {
  test('leaves what both leave: with one node dead and one cut off nobody finds a quorum', () => {
    const killed = { ...NO_EFFECT, peers_in_reach: without(NODES, 'a'), killed: ['a'], joined: ['b', 'c'] } as const;
    const cut = { ...NO_EFFECT, peers_in_reach: { b: [], ...without(NODES, 'b') }, joined: ['b', 'a', 'c'] } as const;
    const found = together(killed, cut, NODES);
    expect(found).toMatchObject({ peers_in_reach: { b: [], c: [] }, killed: ['a'], joined: ['b', 'c'] });
    expect(outOfReach(found, 2).toSorted()).toEqual(['b', 'c']);
    expect([
      canAck(found, { nodes: NODES, quorum_writes: 2 }),
      canAck(killed, { nodes: NODES, quorum_writes: 2 }),
      canAck(cut, { nodes: NODES, quorum_writes: 2 }),
    ]).toEqual([false, true, true]);
  });

  test('has clients join through whoever is left, where the two name no node in common', () => {
    const killed = { ...NO_EFFECT, killed: ['a'], joined: ['b', 'c'] } as const;
    expect(together(killed, { ...NO_EFFECT, silent: ['b'] }, NODES).joined).toEqual(['c']);
  });
});
