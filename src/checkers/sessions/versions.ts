// Which version of a key a read may have shown, as far as that is certain. A read that shows a value may have seen any
// operation that brings it and was invoked before the read was answered; one that shows absence, any delete or the
// beginning. Whatever follows from a version must follow from all of these: what can be explained is not held against
// anybody.

import type { Nanoseconds } from '../../history/ops.ts';
import { isAcked, mayHold, type RegisterOp, type Value } from '../register/operation.ts';

export interface Seen {
  /**
   * When the version was answered for at the latest: it is certainly older than whatever was invoked after that.
   * Infinity: of unknown outcome, so certainly older than nothing. -Infinity: the beginning alone.
   */
  over: Nanoseconds;
  /** When it was invoked at the earliest: it is certainly newer than whatever was answered before. -Infinity: the beginning. */
  born: Nanoseconds;
  /** The one operation that can have brought it; null: there are several, or none. */
  sole: RegisterOp | null;
}

export class Versions {
  /** By value, in the order of invocation, each with what is true of it and those before. */
  readonly #sources: ReadonlyMap<Value, Source[]>;

  /** @param ops of one key */
  constructor(ops: readonly RegisterOp[]) {
    const writes = ops.filter(mayHold).sort((x, y) => x.invoke - y.invoke || x.op - y.op);
    this.#sources = new Map(
      [...Map.groupBy(writes, ({ value }) => value)].map(([value, own]) => [value, sourcesOf(own)]),
    );
  }

  /** @returns null where nothing that was sent explains the read */
  seenBy({ value, answer }: RegisterOp): Seen | null {
    const sources = this.#sources.get(value) ?? [];
    const count = countUntil(sources, ({ op }) => op.invoke <= (answer ?? Number.POSITIVE_INFINITY));
    const [first] = sources;
    const last = sources[count - 1];
    const sole = count === 1 && value !== null && first ? first.op : null;
    if (!first || !last) {
      const beginning = { over: Number.NEGATIVE_INFINITY, born: Number.NEGATIVE_INFINITY, sole };
      return value === null ? beginning : null;
    }
    return { over: last.over, born: value === null ? Number.NEGATIVE_INFINITY : first.op.invoke, sole };
  }
}

interface Source {
  op: RegisterOp;
  /** The latest answer, of it and those before. */
  over: Nanoseconds;
}

function sourcesOf(writes: readonly RegisterOp[]): Source[] {
  let over = Number.NEGATIVE_INFINITY;
  return writes.map((op) => {
    over = Math.max(over, isAcked(op) ? (op.answer ?? 0) : Number.POSITIVE_INFINITY);
    return { op, over };
  });
}

/** How many from the first on satisfy it, where those that do stand in front. */
export function countUntil<T>(list: readonly T[], is: (one: T) => boolean): number {
  let from = 0;
  let to = list.length;
  while (from < to) {
    const middle = (from + to) >> 1;
    const one = list[middle];
    if (one !== undefined && is(one)) from = middle + 1;
    else to = middle;
  }
  return from;
}
