// What the checkers of shared keys are measured with: many operations at one key that everybody fights for, and many
// more over keys of which some are met far more often than others; as a register would give them, and spoiled.

import type { RegisterHistory } from '../checkers/register/operation.ts';
import { type Random, randomOf } from './random.ts';
import { registerHistories, type Shape, spoiled } from './register-histories.ts';

export interface RegisterCase {
  what: string;
  /** Of these keys, this many are spoiled three times each. */
  spoiled: number;
  shape: Shape;
}

const SEED = 1;
const SPOILED_TIMES = 3;
const USUAL = { clients: 8, reads: 40, deletes: 12, unknown: 3, values: null, ticks_max: 10 } as const;
const hot: Shape = { ...USUAL, keys: 1, ops: 2_000 };
const skewed: Shape = { ...USUAL, keys: 300, ops: 20_000 };
const one: Shape = { ...USUAL, keys: 1, ops: 20_000 };

export const REGISTER_CASES: readonly RegisterCase[] = [
  { what: '2,000 operations at one key, 8 clients', shape: hot, spoiled: 0 },
  { what: 'the same, spoiled', shape: hot, spoiled: 1 },
  { what: '20,000 operations, 300 keys, skewed, 8 clients', shape: skewed, spoiled: 0 },
  { what: 'the same, 20 keys spoiled', shape: skewed, spoiled: 20 },
  { what: '20,000 operations at one key, 8 clients', shape: one, spoiled: 0 },
  { what: 'the same, spoiled', shape: one, spoiled: 1 },
];

export function historiesOf({ shape, spoiled: count }: RegisterCase): RegisterHistory[] {
  const random = randomOf(SEED, shape.keys);
  return registerHistories(shape, random).map(({ key, ops }, at) => ({
    key,
    ops: at < count ? spoiledTimes(ops, random) : ops,
  }));
}

function spoiledTimes(ops: RegisterHistory['ops'], random: Random): RegisterHistory['ops'] {
  let left = ops;
  for (let times = 0; times < SPOILED_TIMES; times++) left = spoiled(left, random);
  return left;
}
