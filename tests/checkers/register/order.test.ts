import { describe, expect, test } from 'vitest';
import { Budget, LIMITS } from '../../../src/checkers/register/budget.ts';
import type { RegisterOp } from '../../../src/checkers/register/operation.ts';
import { hasOrder, IN_CLIENT_ORDER, IN_REAL_TIME } from '../../../src/checkers/register/order.ts';
import { hasAnyOrder, inClientOrder, inRealTime } from './brute-force.ts';
import { keyOps } from './literal-key.ts';
import { randomHistory } from './random-history.ts';

const RANDOM = 2_500;
const FEW = 9;

function found(ops: readonly RegisterOp[]): (boolean | null)[] {
  const budget = new Budget();
  return [IN_REAL_TIME, IN_CLIENT_ORDER].map((laneOf) => budget.within(() => hasOrder(ops, laneOf, budget)));
}

function modelsOf(...lines: string[]): string {
  const [linearizable, sequential] = found(keyOps(...lines));
  return linearizable ? 'linearizable' : sequential ? 'sequential' : 'neither';
}

describe('a register', () => {
  test('of which nothing was asked, or whose reads follow its writes, is linearizable', () => {
    expect(modelsOf()).toBe('linearizable');
    expect(modelsOf('r0 0-1 -', 'w0 2-3 x', 'r1 4-5 x', 'd0 6-7', 'r1 8-9 -', 'w1 10-11 y', 'r0 12-13 y')).toBe(
      'linearizable',
    );
  });
  test('may give the old or the new value while a write is open', () => {
    expect(modelsOf('w0 0-1 x', 'w0 2-9 y', 'r1 3-4 x', 'r2 5-6 y', 'r1 7-8 y')).toBe('linearizable');
    expect(modelsOf('w0 0-1 x', 'w0 2-9 y', 'r1 3-4 y', 'r2 5-6 x')).toBe('sequential');
  });
  test('that gives a replaced value to another client is sequential, to the same client neither', () => {
    expect(modelsOf('w0 0-1 x', 'w0 2-3 y', 'r1 4-5 x')).toBe('sequential');
    expect(modelsOf('w0 0-1 x', 'w0 2-3 y', 'r0 4-5 x')).toBe('neither');
    expect(modelsOf('w0 0-1 x', 'w1 0-1 y', 'r2 2-3 x', 'r2 4-5 y', 'r2 6-7 x')).toBe('neither');
  });
  test('whose operations only touch may have had them in either order', () => {
    expect(modelsOf('w0 0-2 x', 'r1 2-3 -')).toBe('linearizable');
    expect(modelsOf('w0 0-2 x', 'r1 3-4 -')).toBe('sequential');
  });
  test('that gives what nobody wrote, or what was refused, is neither', () => {
    expect(modelsOf('w0 0-1 x', 'r1 2-3 y')).toBe('neither');
    expect(modelsOf('w0 0-1! x', 'r1 2-3 x')).toBe('neither');
  });
});

describe('an operation of unknown outcome', () => {
  test('takes effect at any later time, or never', () => {
    expect(modelsOf('w0 0-1 x', 'w1 2- y', 'r0 3-4 x', 'r0 5-6 y')).toBe('linearizable');
    expect(modelsOf('w0 0-1 x', 'w1 2- y', 'r0 3-4 x', 'r0 5-6 x')).toBe('linearizable');
    expect(modelsOf('w0 0-1 x', 'd1 2-', 'r0 3-4 x', 'w0 5-6 y', 'r0 7-8 -')).toBe('linearizable');
  });
  test('takes effect once, and not before it was invoked', () => {
    expect(modelsOf('w0 0-1 x', 'd1 2-', 'r0 3-4 -', 'w0 5-6 y', 'r0 7-8 -')).toBe('neither');
    expect(modelsOf('w0 0-1 x', 'r1 2-3 y', 'w0 4- y')).toBe('sequential');
  });
  test('binds nothing that its client does later', () => {
    expect(modelsOf('w0 0- x', 'w0 2-3 y', 'r0 4-5 y', 'r0 6-7 x')).toBe('linearizable');
  });
  test('says nothing where it was a read', () => {
    expect(modelsOf('w0 0-1 x', 'r0 2- z')).toBe('linearizable');
  });
});

test('a delete brings absence as often as it is sent, and no more', () => {
  expect(modelsOf('w0 0-1 x', 'd1 0-9', 'r0 2-3 -', 'w0 4-5 y', 'r0 6-7 -')).toBe('neither');
  expect(modelsOf('w0 0-1 x', 'd1 0-9', 'd2 0-9', 'r0 2-3 -', 'w0 4-5 y', 'r0 6-7 -')).toBe('linearizable');
});

test(`agrees with trying all orders, on ${RANDOM} small random histories`, () => {
  const seen = { linearizable: 0, sequential: 0, neither: 0 };
  for (let number = 0; number < RANDOM; number++) {
    const history = randomHistory(2, number, FEW);
    const [linearizable = false, sequential = false] = [inRealTime, inClientOrder].map((by) =>
      hasAnyOrder(history, by),
    );
    expect(found(history), JSON.stringify(history)).toEqual([linearizable, sequential]);
    seen[linearizable ? 'linearizable' : sequential ? 'sequential' : 'neither'] += 1;
  }
  for (const [kind, count] of Object.entries(seen)) expect(count, kind).toBeGreaterThan(RANDOM / 20);
});

describe('a search out of bounds', () => {
  const history = randomHistory(3, 1, 60);
  const within = (limits: Partial<typeof LIMITS>, now?: () => number) => {
    const budget = new Budget({ ...LIMITS, ...limits }, now);
    return budget.within(() => hasOrder(history, IN_REAL_TIME, budget));
  };
  /** Clients that each delete again and again, and one that finds absence once more often than they can bring it. */
  const deletes = [1, 2, 3, 4, 5, 6, 7, 8].flatMap((client) => [0, 2, 4].map((at) => `d${client} ${at}-${at + 1}`));
  const finds = [...deletes, ''].flatMap((_, n) => [`w0 ${4 * n}-${4 * n + 1} ${n}`, `r0 ${4 * n + 2}-${4 * n + 3} -`]);
  const hard = (limits: Partial<typeof LIMITS>, now?: () => number) => {
    const budget = new Budget({ ...LIMITS, cycle_steps_max: 100_000_000, ...limits }, now);
    return budget.within(() => hasOrder(keyOps(...deletes, ...finds), IN_CLIENT_ORDER, budget));
  };
  test('has no answer: by steps of the key or of the cycle, by memory, or by the clock', () => {
    expect(within({})).not.toBeNull();
    expect(within({ key_steps_max: 10 })).toBeNull();
    expect(within({ cycle_steps_max: 10 })).toBeNull();
    let ms = 0;
    expect(within({ wall_ms_max: 10 }, () => ms)).not.toBeNull();
    expect(hard({})).toBeNull();
    expect(hard({ key_steps_max: 100_000_000, memory_words_max: 1_000 })).toBeNull();
    expect(hard({ key_steps_max: 100_000_000, wall_ms_max: 10 }, () => (ms += 1))).toBeNull();
  });
  test('is far away where every configuration is explored once', () => {
    const few = deletes.filter((line) => /^d[1-5] [02]-/.test(line));
    const tooOften = [...few, ''].flatMap((_, n) => [
      `w0 ${4 * n}-${4 * n + 1} ${n}`,
      `r0 ${4 * n + 2}-${4 * n + 3} -`,
    ]);
    const budget = new Budget({ ...LIMITS, key_steps_max: 200_000 });
    expect(budget.within(() => hasOrder(keyOps(...few, ...tooOften), IN_CLIENT_ORDER, budget))).toBe(false);
  });
  test('ends at the same step every time', () => {
    const stepsOf = () => {
      const budget = new Budget();
      budget.within(() => hasOrder(history, IN_REAL_TIME, budget));
      return budget.spent;
    };
    const steps = stepsOf();
    expect(stepsOf()).toBe(steps);
    expect(within({ key_steps_max: steps })).not.toBeNull();
    expect(within({ key_steps_max: steps - 1 })).toBeNull();
  });
});
