// How much a search may cost. It counts steps, so that the same history always ends the same way; the wall clock is
// only there for a machine on which even so many steps would take too long. Whoever runs out has decided nothing.

export interface Limits {
  /** Configurations made and looks at operations, for one key. */
  key_steps_max: number;
  /** The same for all keys of a cycle. */
  cycle_steps_max: number;
  /** Configurations that are remembered at once, in words of four bytes. */
  memory_words_max: number;
  /** For all keys of a cycle. */
  wall_ms_max: number;
}

export const LIMITS: Limits = {
  key_steps_max: 2_000_000,
  cycle_steps_max: 20_000_000,
  memory_words_max: 8_000_000,
  wall_ms_max: 30_000,
};

/** Between two looks at the clock. */
const STEPS_BETWEEN_LOOKS = 65_536;

/** Thrown by whatever searches, caught by whoever asked for a verdict. */
export class OutOfBounds extends Error {}

/** Of one cycle. `now` in milliseconds. */
export class Budget {
  readonly limits: Limits;
  readonly #now: () => number;
  readonly #ends: number;
  #left: number;
  #keyLeft = 0;
  #untilLook = STEPS_BETWEEN_LOOKS;

  constructor(limits: Limits = LIMITS, now: () => number = () => performance.now()) {
    this.limits = limits;
    this.#now = now;
    this.#ends = now() + limits.wall_ms_max;
    this.#left = limits.cycle_steps_max;
  }

  /** Steps that were spent. */
  get spent(): number {
    return this.limits.cycle_steps_max - this.#left;
  }

  /**
   * Runs one search, which may cost what a key may cost.
   * @returns null where it ran out of bounds
   */
  within<T>(search: () => T): T | null {
    this.#keyLeft = this.limits.key_steps_max;
    return orNull(search);
  }

  /** @throws OutOfBounds */
  step(count = 1): void {
    this.#keyLeft -= count;
    this.#left -= count;
    this.#untilLook -= count;
    if (this.#keyLeft < 0) throw new OutOfBounds(`more than ${this.limits.key_steps_max} steps for one key`);
    if (this.#left < 0) throw new OutOfBounds(`more than ${this.limits.cycle_steps_max} steps for one cycle`);
    if (this.#untilLook >= 0) return;
    this.#untilLook = STEPS_BETWEEN_LOOKS;
    if (this.#now() > this.#ends) throw new OutOfBounds(`more than ${this.limits.wall_ms_max} ms`);
  }

  /** @throws OutOfBounds */
  hold(words: number): void {
    const { memory_words_max } = this.limits;
    if (words > memory_words_max) throw new OutOfBounds(`more than ${memory_words_max} words of configurations`);
  }
}

/** null where the search ran out of bounds. */
export function orNull<T>(search: () => T): T | null {
  try {
    return search();
  } catch (error) {
    if (error instanceof OutOfBounds) return null;
    throw error;
  }
}
