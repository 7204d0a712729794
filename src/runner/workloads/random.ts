// Chance that a seed decides. Every stream has a name, and its values depend on the seed and that name alone,
// so that adding a draw in one place moves nothing in another, and one cycle can be run again by itself.

import { createHash } from 'node:crypto';

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

export function randomOf(seed: number, ...names: (string | number)[]): Random {
  const path = JSON.stringify([seed, ...names]);
  const next = sfc32(createHash('sha256').update(path).digest());
  const random: Random = {
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
  return random;
}

/** The number that stands for a cycle's schedule in its record. */
export function cycleSeed(seed: number, fault: string, cycle: number): number {
  return createHash('sha256')
    .update(JSON.stringify([seed, fault, cycle]))
    .digest()
    .readUInt32LE(0);
}

/** Chris Doty-Humphrey's Small Fast Counter generator (PractRand, 2010), 32 bits, from 16 bytes of state. */
function sfc32(state: Buffer): () => number {
  let a = state.readInt32LE(0);
  let b = state.readInt32LE(4);
  let c = state.readInt32LE(8);
  let counter = state.readInt32LE(12);
  return () => {
    const sum = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    c |= 0;
    return (sum >>> 0) / 2 ** 32;
  };
}
