// Chance that a seed decides. Every stream has a name, and its values depend on the seed and that name alone,
// so that adding a draw in one place moves nothing in another, and one cycle can be run again by itself.

import { createHash } from 'node:crypto';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';

export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number;
  /** A number in [low, high). */
  between(low: number, high: number): number;
  pick<T>(values: readonly T[]): T;
  /** An independent stream under a name of its own. */
  stream(name: string): Random;
}

const hashOf = (...names: (string | number)[]): Buffer => createHash('sha256').update(JSON.stringify(names)).digest();

export function randomOf(seed: number, ...names: (string | number)[]): Random {
  const state = hashOf(seed, ...names);
  const generator = xoroshiro128plusFromState([0, 4, 8, 12].map((at) => state.readInt32LE(at)));
  const next = (): number => uniformFloat64(generator);
  return {
    next,
    whole: (low, high) => low + Math.floor(next() * (high - low + 1)),
    between: (low, high) => low + next() * (high - low),
    pick(values) {
      const value = values[Math.floor(next() * values.length)];
      if (value === undefined) throw new RangeError('expected values to pick from, found none');
      return value;
    },
    stream: (name) => randomOf(seed, ...names, name),
  };
}

/** The number that names a cycle's schedule in its record. */
export const cycleSeed = (seed: number, fault: string, cycle: number): number =>
  hashOf(seed, fault, cycle).readUInt32LE(0);
