import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { digestOf } from '../../../src/runner/workloads/digest.ts';
import { keyOf, memoryOf, namespacesOf } from '../../../src/runner/workloads/memories.ts';
import { cycleSeed, randomOf } from '../../../src/runner/workloads/random.ts';
import { planCycle } from '../../../src/runner/workloads/schedule.ts';

const settings = { writes_per_cycle: 100, quorum_timeout_ms: 200 };
const seeds = fc.integer({ min: 0, max: 2 ** 31 });

describe('a schedule', () => {
  test('is fixed by seed, class and cycle', () => {
    fc.assert(
      fc.property(seeds, fc.integer({ min: 1, max: 500 }), (seed, cycle) => {
        const { random: _one, ...first } = planCycle(seed, 'partition_minority', cycle, settings);
        const { random: _two, ...again } = planCycle(seed, 'partition_minority', cycle, settings);
        expect(again).toEqual(first);
      }),
    );
  });

  test('differs between seeds, classes and cycles', () => {
    const all = [cycleSeed(1, 'x', 1), cycleSeed(2, 'x', 1), cycleSeed(1, 'y', 1), cycleSeed(1, 'x', 2)];
    expect(new Set(all).size).toBe(4);
  });

  test('holds faults for less and for more than the quorum time-out, up to three times it', () => {
    const holds = Array.from({ length: 50 }, (_, i) => planCycle(7, 'pause_peer', i + 1, settings).hold_ms / 200);
    expect(Math.min(...holds)).toBeLessThan(1);
    expect(Math.max(...holds)).toBeGreaterThan(2);
    expect(Math.max(...holds)).toBeLessThanOrEqual(3);
  });

  test('strikes while there are writes on both sides of it', () => {
    for (let cycle = 1; cycle <= 50; cycle++) {
      const { inject_after_acks } = planCycle(3, 'x', cycle, settings);
      expect(inject_after_acks).toBeGreaterThanOrEqual(1);
      expect(inject_after_acks).toBeLessThanOrEqual(50);
    }
  });
});

describe('chance', () => {
  test('stays in its range and is spread over it', () => {
    const random = randomOf(5, 'spread');
    const values = Array.from({ length: 4000 }, () => random.next());
    expect(Math.min(...values)).toBeGreaterThanOrEqual(0);
    expect(Math.max(...values)).toBeLessThan(1);
    for (let tenth = 0; tenth < 10; tenth++) {
      const share = values.filter((v) => Math.floor(v * 10) === tenth).length / values.length;
      expect(share).toBeCloseTo(0.1, 1);
    }
  });

  test('of one name does not move with the draws of another', () => {
    const one = randomOf(1, 'a');
    one.next();
    expect(one.stream('b').next()).toBe(randomOf(1, 'a').stream('b').next());
  });
});

describe('a memory', () => {
  const shape = { key: 'k-1', root: 'root', content_bytes_max: 65_536 };

  test('keeps to what every store must take', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        const memory = memoryOf(randomOf(seed), shape);
        expect(Buffer.byteLength(memory.content)).toBeLessThanOrEqual(65_536);
        expect(memory.content).not.toBe('');
        expect(memory.content).not.toMatch(/\r|\uFFFD|\0/);
        expect(memory.title.length).toBeLessThanOrEqual(512);
        expect(memory.title).not.toMatch(/[\p{Cc}]/u);
        expect(keyOf(memory.title)).toBe('k-1');
        expect(namespacesOf('root')).toContain(memory.namespace);
        expect(memory.namespace).not.toMatch(/\s/);
        expect(memory.priority).toBeGreaterThanOrEqual(1);
        expect(memory.priority).toBeLessThanOrEqual(10);
        expect(memory.title.isWellFormed() && memory.content.isWellFormed()).toBe(true);
        expect(JSON.parse(JSON.stringify(memory))).toEqual(memory);
      }),
    );
  });

  test('has a digest that any changed field changes', () => {
    const memory = memoryOf(randomOf(1), shape);
    const digest = digestOf(memory);
    const others = [
      { ...memory, content: `${memory.content}.` },
      { ...memory, tags: [...memory.tags, 'y'] },
      { ...memory, priority: memory.priority === 1 ? 2 : 1 },
      { ...memory, metadata: { ...memory.metadata, score: 'x' } },
    ];
    for (const other of others) expect(digestOf(other)).not.toBe(digest);
  });

  test('has a digest that neither the order of keys nor a key of the store itself changes', () => {
    const memory = memoryOf(randomOf(1), shape);
    const keys = Object.keys(memory.metadata);
    const held = {
      ...memory,
      metadata: Object.fromEntries([['agent_id', 'x'], ...Object.entries(memory.metadata).toReversed()]),
    };
    expect(digestOf(held, keys)).toBe(digestOf(memory));
    expect(digestOf(held)).not.toBe(digestOf(memory));
  });
});
