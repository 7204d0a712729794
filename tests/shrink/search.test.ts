import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Dimension, search } from '../../src/shrink/search.ts';

interface Plan {
  writes: number;
  clients: number[];
}

const DIMENSIONS: Dimension<Plan>[] = [
  { kind: 'number', name: 'writes', min: 1, get: ({ writes }) => writes, set: (plan, writes) => ({ ...plan, writes }) },
  {
    kind: 'list',
    name: 'clients',
    min: 1,
    get: ({ clients }) => clients,
    set: (plan, kept) => ({ ...plan, clients: plan.clients.filter((client) => kept.has(client)) }),
  },
];

const run = async (start: Plan, fails: (plan: Plan) => boolean, tries_max = Number.POSITIVE_INFINITY) => {
  const asked: Plan[] = [];
  const found = await search({
    start,
    dimensions: DIMENSIONS,
    isOver: () => asked.length >= tries_max,
    async fails(plan) {
      asked.push(plan);
      return fails(plan);
    },
  });
  return { ...found, asked, smallest: found.kept.at(-1) ?? start };
};

const clientsOf = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

/** A schedule that fails where it has enough writes and all of some clients. */
const start = fc.record({ writes: fc.integer({ min: 1, max: 300 }), count: fc.integer({ min: 1, max: 24 }) });
const needs = start.chain(({ writes, count }) =>
  fc.record({
    start: fc.constant({ writes, clients: clientsOf(count) }),
    least: fc.integer({ min: 1, max: writes }),
    needed: fc.subarray(clientsOf(count), { minLength: 1 }),
  }),
);
const failing =
  (least: number, needed: readonly number[]) =>
  ({ writes, clients }: Plan): boolean =>
    writes >= least && needed.every((client) => clients.includes(client));

describe('the search for a smaller schedule', () => {
  test('finds exactly the clients that are needed, and writes within a tenth of the fewest', async () => {
    await fc.assert(
      fc.asyncProperty(needs, async ({ start, least, needed }) => {
        const { smallest, isDone } = await run(start, failing(least, needed));
        expect(isDone).toBe(true);
        expect(smallest.clients).toEqual(needed);
        expect(smallest.writes).toBeGreaterThanOrEqual(least);
        expect(smallest.writes - least).toBeLessThanOrEqual(Math.max(1, smallest.writes * 0.1));
      }),
    );
  });

  test('keeps only what failed, each smaller than the one before, and asks for none twice', async () => {
    await fc.assert(
      fc.asyncProperty(needs, async ({ start, least, needed }) => {
        const fails = failing(least, needed);
        const { kept, asked } = await run(start, fails);
        const sizes = kept.map(({ writes, clients }) => writes + clients.length);
        expect(kept.slice(1).every(fails)).toBe(true);
        expect(sizes).toEqual([...new Set(sizes)].toSorted((a, b) => b - a));
        expect(new Set(asked.map((one) => JSON.stringify(one))).size).toBe(asked.length);
      }),
    );
  });

  test('ends, and gives what it has, where whether a schedule fails is pure chance', async () => {
    await fc.assert(
      fc.asyncProperty(needs, fc.infiniteStream(fc.boolean()), async ({ start }, chance) => {
        const { kept, isDone } = await run(start, () => chance.next().value === true);
        expect(isDone).toBe(true);
        expect(kept[0]).toEqual(start);
      }),
    );
  });

  test('asks for nothing more once the time is over, and says so', async () => {
    const { asked, kept, isDone } = await run({ writes: 100, clients: clientsOf(24) }, failing(60, [5, 20]), 3);
    expect(asked).toHaveLength(3);
    expect(isDone).toBe(false);
    expect(kept.length).toBeLessThanOrEqual(4);
  });

  test('gives the start back where nothing smaller fails', async () => {
    const whole = { writes: 7, clients: [0, 1, 2] };
    const { kept, smallest } = await run(whole, failing(7, [0, 1, 2]));
    expect(kept).toEqual([whole]);
    expect(smallest).toBe(whole);
  });
});
