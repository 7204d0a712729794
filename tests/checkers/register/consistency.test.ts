import { describe, expect, test } from 'vitest';
import { Budget, LIMITS } from '../../../src/checkers/register/budget.ts';
import { classConsistency, consistencyOf } from '../../../src/checkers/register/consistency.ts';
import type { RegisterHistory } from '../../../src/checkers/register/operation.ts';
import { consistencySchema } from '../../../src/contract/consistency.ts';
import { keyOps } from './literal-key.ts';

const NODES = ['a', 'b', 'c'];
const key = (name: string, ...lines: string[]): RegisterHistory => ({ key: name, ops: keyOps(...lines) });
const finals = (value: string) => NODES.map((node) => `f9${node} 90-91 ${value}`);
const cycle = (number: number, ...keys: RegisterHistory[]) => ({
  cycle: number,
  consistency: consistencyOf(keys, NODES),
});
const modelOf = (...keys: RegisterHistory[]) => classConsistency([cycle(1, ...keys)])?.model;

const fine = (name = 'fine') => key(name, 'w1 0-1 x', 'r2 2-3 x', ...finals('x'));
const stale = (name = 'stale') => key(name, 'w1 0-1 x', 'w1 2-3 y', 'r2 4-5 x', ...finals('y'));
const back = (name = 'back') => key(name, 'w1 0-1 x', 'w1 2-3 y', 'r2 4-5 y', 'r2 6-7 x', ...finals('y'));
const apart = (name = 'apart') => key(name, 'w1 0-1 x', 'r1 2-3 x', 'f9a 90-91 x', 'f9b 90-91 -', 'f9c 90-91 x');

describe('the strongest model not refuted', () => {
  test('is the weakest that some key leaves', () => {
    expect(modelOf(fine())).toBe('linearizable');
    expect(modelOf(fine(), stale())).toBe('sequential');
    expect(modelOf(fine(), stale(), back())).toBe('eventual');
    expect(modelOf(fine(), stale(), back(), apart())).toBe('none');
  });
  test('holds with every weaker one: what is sequential and never comes to rest is not even eventual', () => {
    const found = classConsistency([cycle(1, apart())]);
    expect(found).toMatchObject({ model: 'none', sequential: { valid: true }, eventual: { valid: false } });
  });
  test('is unknown where nodes were not read at the end, and there is none where nothing was read', () => {
    expect(modelOf(key('unread', 'w1 0-1 x', 'r2 2-3 x', 'f9a 90-91 x', 'f9b 90-91 x'))).toBeNull();
    expect(classConsistency([cycle(1)])).toBeNull();
    expect(classConsistency([])).toBeNull();
  });
});

describe('eventual', () => {
  const valid = (...lines: string[]) => classConsistency([cycle(1, key('k', ...lines))])?.eventual.valid;
  test('asks that all nodes give one value, which no acked write or delete replaced', () => {
    expect(valid('w1 0-1 x', 'w2 2-3 y', ...finals('y'))).toBe(true);
    expect(valid('w1 0-1 x', 'w2 2-3 y', ...finals('x'))).toBe(false);
    expect(valid('w1 0-3 x', 'w2 2-4 y', ...finals('x')), 'nothing tells which of the two came last').toBe(true);
    expect(valid('w1 0-2 x', 'w2 2-3 y', ...finals('x')), 'they touch').toBe(true);
    expect(valid('w1 0-1 x', 'd2 2-3', ...finals('-'))).toBe(true);
    expect(valid('d2 6-7', 'w1 3-4 x', 'd2 0-1', ...finals('-')), 'one delete of two was not replaced').toBe(true);
    expect(valid('w1 0-1 x', 'd2 2-3', ...finals('x'))).toBe(false);
    expect(valid('d2 0-1', 'w1 2-3 x', ...finals('-'))).toBe(false);
    expect(valid('w1 0-1 x', ...finals('ghost'))).toBe(false);
  });
  test('lets an operation of unknown outcome win or not, and a refused one never', () => {
    expect(valid('w1 0- x', 'w2 2-3 y', ...finals('x'))).toBe(true);
    expect(valid('w1 0-1 x', 'd2 2-', ...finals('-'))).toBe(true);
    expect(valid('w1 0-1! x', 'w2 2-3 y', ...finals('x'))).toBe(false);
    expect(valid('w1 0-1! x', 'r2 2-3 -', ...finals('-'))).toBe(true);
  });
});

describe('a class', () => {
  test('counts keys over its cycles, and shows the smallest part that refutes, of whatever cycle', () => {
    const long = key('long', 'w1 0-1 x', 'w1 2-9 y', 'r2 4-5 y', 'r3 6-7 x', ...finals('y'));
    const found = classConsistency([cycle(1, long, fine()), cycle(2, stale(), fine('other'))]);
    expect(() => consistencySchema.parse(found)).not.toThrow();
    expect(found).toMatchObject({
      model: 'sequential',
      cycles: 2,
      keys: 4,
      reads: 5,
      linearizable: {
        valid: false,
        refuted_keys: 2,
        unknown_keys: 0,
        refuted_by: {
          cycle: 2,
          key: 'stale',
          ops_in_all: 3,
          fewest: true,
          ops: [
            { op: 0, client: 1, node: 'a', kind: 'write', value: 'x', from_ms: 0 },
            { op: 1, kind: 'write', value: 'y' },
            { op: 2, client: 2, kind: 'read', value: 'x' },
          ],
        },
      },
      sequential: { valid: true, refuted_keys: 0, refuted_by: null },
    });
  });
  test('names the harness as the client of the last reads', () => {
    const either = key('either', 'w1 0-5 x', 'w2 0-5 y', 'r1 6-7 y', 'f9a 90-91 x', 'f9b 90-91 y', 'f9c 90-91 x');
    const found = classConsistency([cycle(1, either)]);
    expect(found?.eventual.refuted_by?.ops.map(({ client, node, value }) => [client, node, value])).toEqual([
      [null, 'a', 'x'],
      [null, 'b', 'y'],
    ]);
  });
  test('leaves a model standing where nearly all cycles could decide, and does not where one in ten could not', () => {
    const unread = key('unread', 'w1 0-1 x', 'r2 2-3 x');
    const cycles = (open: number, all: number) =>
      classConsistency(Array.from({ length: all }, (_, i) => cycle(i + 1, i < open ? unread : fine())));
    expect(cycles(1, 20)).toMatchObject({ model: 'linearizable', eventual: { valid: true, unknown_keys: 1 } });
    expect(cycles(2, 20)).toMatchObject({ model: null, eventual: { valid: null, unknown_keys: 2 } });
  });
});

test('keys out of bounds are unknown, never valid, and the small ones are judged first', () => {
  const large = key('large', ...Array.from({ length: 40 }, (_, i) => `w1 ${2 * i}-${2 * i + 1} ${i}`), 'r1 98-99 39');
  const budget = new Budget({ ...LIMITS, key_steps_max: 60 });
  const found = classConsistency([{ cycle: 1, consistency: consistencyOf([large, fine()], NODES, budget) }]);
  expect(found).toMatchObject({
    model: null,
    linearizable: { valid: null, refuted_keys: 0, unknown_keys: 1 },
    sequential: { valid: null, unknown_keys: 1 },
  });
});
