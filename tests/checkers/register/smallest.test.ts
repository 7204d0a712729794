import { describe, expect, test } from 'vitest';
import { Budget } from '../../../src/checkers/register/budget.ts';
import { refutationOf } from '../../../src/checkers/register/models.ts';
import { isRead, mayHold, type RegisterOp } from '../../../src/checkers/register/operation.ts';
import type { Model } from '../../../src/contract/consistency.ts';
import { hasAnyOrder, inClientOrder, inRealTime, type Precedes } from './brute-force.ts';
import { keyOps, linesOf } from './literal-key.ts';
import { randomHistory } from './random-history.ts';

const BOUND = { linearizable: inRealTime, sequential: inClientOrder } as const;
const RANDOM = 150;
const FEW = 8;

const smallest = (model: Model, ops: readonly RegisterOp[]) =>
  refutationOf(model, { key: 'k', ops }, ['a', 'b', 'c'], new Budget());

function partOf(model: Model, ...lines: string[]): string[] | null {
  const found = smallest(model, keyOps(...lines));
  return found && linesOf(lines, found.ops);
}

describe('the smallest part that refutes', () => {
  test('an order of real time is the replaced value, what replaced it, and the read', () => {
    const noise = ['w3 0-1 a', 'r3 2-3 a', 'd3 4-5', 'r3 6-7 -', 'w4 90-91 z', 'r4 92-93 z'];
    const stale = ['w1 10-20 x', 'w2 30-40 y', 'r3 50-60 x'];
    expect(partOf('linearizable', ...noise, ...stale)).toEqual(stale);
    expect(partOf('sequential', ...noise, ...stale)).toBeNull();
  });
  test('an order of each client is what that client saw go back', () => {
    const seen = ['w1 10-20 x', 'w2 10-20 y', 'r3 30-31 x', 'r3 32-33 y', 'r3 34-35 x'];
    expect(partOf('sequential', ...seen, 'r4 40-41 x', 'w4 50-51 z')).toEqual(seen);
  });
  test('is one read of what nobody wrote', () => {
    expect(partOf('linearizable', 'w1 0-1 x', 'r2 2-3 x', 'r2 4-5 ghost', 'w1 6-7 y')).toEqual(['r2 4-5 ghost']);
  });
  test('leaves out deletes that came too early to explain an absence', () => {
    const lines = ['d1 0-1', 'w1 2-3 x', 'd1 4-5', 'w1 6-7 y', 'r2 8-9 -'];
    expect(partOf('linearizable', ...lines)).toEqual(['w1 6-7 y', 'r2 8-9 -']);
  });
  test('is none where nothing is refuted, or where the search ran out of bounds', () => {
    const lines = ['w1 0-1 x', 'w1 2-3 y', 'r1 4-5 y'];
    expect(partOf('linearizable', ...lines)).toBeNull();
    const limits = { key_steps_max: 3, cycle_steps_max: 1_000, memory_words_max: 1_000, wall_ms_max: 1_000 };
    const ops = keyOps('w1 0-1 x', 'w1 2-3 y', 'r1 4-5 x');
    expect(refutationOf('linearizable', { key: 'k', ops }, [], new Budget(limits))).toBeNull();
  });
});

test.each(['linearizable', 'sequential'] as const)(
  'has fewer operations than any other part that refutes %s, as trying all parts shows',
  (model) => {
    let refuted = 0;
    for (let number = 0; refuted < RANDOM; number++) {
      const history = randomHistory(4, number, FEW);
      const found = smallest(model, history);
      expect(found === null, JSON.stringify(history)).toBe(hasAnyOrder(history, BOUND[model]));
      if (!found) continue;
      refuted += 1;
      expect(found.isFewest).toBe(true);
      expect(hasAnyOrder(found.ops, BOUND[model]), 'refutes by itself').toBe(false);
      expect(fewestOf(history, BOUND[model]), JSON.stringify(history)).toBe(found.ops.length);
    }
  },
);

/**
 * By trying all parts. What is left out and brings what a read shows came after it, or others bring it too and it was
 * surely replaced before the read.
 */
function fewestOf(history: readonly RegisterOp[], precedes: Precedes): number {
  const ops = history.filter((op) => isRead(op) || mayHold(op));
  const writers = (value: string): number => ops.filter((op) => mayHold(op) && op.value === value).length;
  const isWhole = (part: readonly RegisterOp[]): boolean =>
    part
      .filter(isRead)
      .every((read) =>
        ops
          .filter((op) => mayHold(op) && op.value === read.value && !part.includes(op) && !precedes(read, op))
          .every(
            (out) =>
              (read.value === null || writers(read.value) > 1) &&
              part.some((op) => mayHold(op) && op.value !== read.value && precedes(out, op) && precedes(op, read)),
          ),
      );
  const parts = subsetsOf(ops).filter((part) => isWhole(part) && !hasAnyOrder(part, precedes));
  return Math.min(...parts.map((part) => part.length));
}

function subsetsOf<T>(all: readonly T[]): T[][] {
  const subsets: T[][] = [[]];
  for (const one of all) subsets.push(...subsets.map((subset) => [...subset, one]));
  return subsets;
}
