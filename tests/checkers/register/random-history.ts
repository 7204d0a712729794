// Small random histories of one key, of every kind: with values that are used once and values that are used often,
// few clients and many, outcomes that nobody knows. Three of four were spoiled.

import { type Random, randomOf } from '../../../src/bench/random.ts';
import { registerHistory, spoiled } from '../../../src/bench/register-histories.ts';
import type { RegisterOp } from '../../../src/checkers/register/operation.ts';

const SPOILED_MAX = 8;

/** @param most operations, at most */
export function randomHistory(seed: number, number: number, most: number): RegisterOp[] {
  const random = randomOf(seed, number);
  const shape = {
    clients: random.whole(1, 6),
    ops: random.whole(Math.ceil(most / 4), most),
    reads: random.pick([30, 50, 70]),
    deletes: random.pick([0, 10, 25]),
    unknown: random.pick([0, 5, 30]),
    values: random.pick([null, null, 2, 3]),
    ticks_max: random.whole(2, 12),
  };
  return spoiledTimes(random.pick([0, 1, 1, 1]) * random.whole(1, SPOILED_MAX), registerHistory(shape, random), random);
}

function spoiledTimes(times: number, history: RegisterOp[], random: Random): RegisterOp[] {
  return times === 0 ? history : spoiledTimes(times - 1, spoiled(history, random), random);
}
