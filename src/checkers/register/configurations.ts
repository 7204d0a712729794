// A set of configurations, each so many whole numbers of 32 bits: which operations are in the order, and the value that
// this leaves. They lie in one flat array and are found by hash, so that millions fit and nothing is boxed.

import type { Budget } from './budget.ts';

export type Configuration = Int32Array;

const FIRST_CAPACITY = 8;
/** Of the hash table, when it grows. */
const FULL = 0.5;

export class Configurations {
  readonly width: number;
  readonly #budget: Budget;
  #words: Int32Array;
  /** Places in `#words`, plus one; 0 is free. */
  #table: Int32Array;
  #size = 0;

  constructor(width: number, budget: Budget) {
    this.width = width;
    this.#budget = budget;
    this.#words = new Int32Array(FIRST_CAPACITY * width);
    this.#table = new Int32Array(FIRST_CAPACITY / FULL);
  }

  get size(): number {
    return this.#size;
  }

  /**
   * @returns whether it was new
   * @throws OutOfBounds
   */
  add(configuration: Configuration): boolean {
    this.#budget.step();
    const place = this.#placeOf(configuration, 0);
    if (this.#table[place] !== 0) return false;
    if ((this.#size + 1) * this.width > this.#words.length) this.#grow();
    this.#words.set(configuration, this.#size * this.width);
    this.#size += 1;
    this.#table[place] = this.#size;
    if (this.#size > this.#table.length * FULL) this.#rehash();
    return true;
  }

  /** Where it is in the table, or the free place where it would be. */
  #placeOf(from: Int32Array, offset: number): number {
    const mask = this.#table.length - 1;
    let place = this.#hashOf(from, offset) & mask;
    for (;;) {
      const found = this.#table[place] ?? 0;
      if (found === 0 || this.#isEqual(from, offset, (found - 1) * this.width)) return place;
      place = (place + 1) & mask;
    }
  }

  #isEqual(from: Int32Array, offset: number, at: number): boolean {
    for (let i = 0; i < this.width; i++) if (from[offset + i] !== this.#words[at + i]) return false;
    return true;
  }

  /** FNV-1a over words, with a last mix of the high bits into the low ones. */
  #hashOf(from: Int32Array, offset: number): number {
    let hash = 0x811c9dc5;
    for (let i = 0; i < this.width; i++) hash = Math.imul(hash ^ (from[offset + i] ?? 0), 0x01000193);
    return hash ^ (hash >>> 15);
  }

  #grow(): void {
    this.#budget.hold(2 * this.#words.length);
    const larger = new Int32Array(2 * this.#words.length);
    larger.set(this.#words);
    this.#words = larger;
  }

  #rehash(): void {
    this.#table = new Int32Array(2 * this.#table.length);
    for (let i = 0; i < this.#size; i++) this.#table[this.#placeOf(this.#words, i * this.width)] = i + 1;
  }
}

export function setBit(words: Configuration, from: number, bit: number): void {
  const at = from + (bit >>> 5);
  words[at] = (words[at] ?? 0) | (1 << (bit & 31));
}
