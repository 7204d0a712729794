// The smallest part of a key's history that still refutes a model, by itself and therefore the whole: for every read in
// it, whatever can have brought what the read shows is in it too, unless the part itself rules that out (it was invoked
// after the read was answered, or something of another value came surely between). The same history always gives the
// same part.

import { type Budget, OutOfBounds, orNull } from './budget.ts';
import { isAcked, isEffective, isRead, mayHold, type RegisterOp, type Value } from './operation.ts';
import { hasOrder } from './order.ts';
import type { LaneOf } from './schedule.ts';

export interface Smallest {
  /** By time of invocation. */
  ops: readonly RegisterOp[];
  /** No such part has fewer operations; false: only that none of these can be left out. */
  isFewest: boolean;
}

/** Parts that are tried, at most, to show that no smaller one refutes. */
const PARTS_MAX = 5_000;

/**
 * @param ops that have no order
 * @returns null where the search for a part ran out of bounds
 */
export function smallestRefuting(ops: readonly RegisterOp[], laneOf: LaneOf, budget: Budget): Smallest | null {
  const history = new History(ops, laneOf, budget);
  const parts = ordersOf(history.ops).flatMap((order) => orNull(() => partOf(order, history)) ?? []);
  const [first, ...others] = parts;
  if (!first) return null;
  const best = others.reduce((least, other) => (other.size < least.size ? other : least), first);
  const fewer = orNull(() => ({ part: fewest(best.size - 1, history) }));
  const chosen = fewer?.part ?? best;
  return { ops: history.ops.filter((op) => chosen.has(op)), isFewest: fewer !== null };
}

type Part = ReadonlySet<RegisterOp>;

class History {
  /** By time of invocation. */
  readonly ops: readonly RegisterOp[];
  readonly #writers: ReadonlyMap<Value, readonly RegisterOp[]>;
  readonly #laneOf: LaneOf;
  readonly #budget: Budget;

  constructor(ops: readonly RegisterOp[], laneOf: LaneOf, budget: Budget) {
    this.ops = ops.filter(isEffective).sort((x, y) => x.invoke - y.invoke || x.op - y.op);
    this.#writers = Map.groupBy(this.ops.filter(mayHold), ({ value }) => value);
    this.#laneOf = laneOf;
    this.#budget = budget;
  }

  refutes(part: Part): boolean {
    return !hasOrder([...part], this.#laneOf, this.#budget);
  }

  /** With everything that can have brought what its reads show. The larger the part, the larger this. */
  withWriters(part: readonly RegisterOp[]): Part {
    const whole = new Set(part);
    for (const [value, reads] of Map.groupBy(part.filter(isRead), (read) => read.value)) {
      const lanes = new Set(reads.map(this.#laneOf));
      const last = reads.reduce((latest, { answer }) => Math.max(latest, answer ?? 0), 0);
      for (const writer of this.#writers.get(value) ?? []) {
        const isAfterAll = last < writer.invoke && lanes.size === 1 && lanes.has(this.#laneOf(writer));
        if (!isAfterAll) whole.add(writer);
      }
    }
    return whole;
  }

  /** Whatever is left out and could explain a read is ruled out by what is in; one that alone could is never left out. */
  isWhole(part: Part): boolean {
    const writes = [...part].filter((op) => !isRead(op));
    return [...part].filter(isRead).every((read) => {
      const writers = this.#writers.get(read.value) ?? [];
      const others = writes.filter(({ value }) => value !== read.value);
      this.#budget.step(writers.length * (1 + others.length));
      const isRuledOut = (writer: RegisterOp): boolean =>
        this.#isBefore(read, writer) ||
        ((read.value === null || writers.length > 1) &&
          others.some((other) => this.#isBefore(writer, other) && this.#isBefore(other, read)));
      return writers.every((writer) => part.has(writer) || isRuledOut(writer));
    });
  }

  #isBefore(x: RegisterOp, y: RegisterOp): boolean {
    return isAcked(x) && (x.answer ?? 0) < y.invoke && this.#laneOf(x) === this.#laneOf(y);
  }
}

/** What comes first is preferred: writes explain more than reads, and what came early is read first. */
function ordersOf(inTime: readonly RegisterOp[]): RegisterOp[][] {
  const reads = inTime.filter(isRead);
  const writes = inTime.filter((op) => !isRead(op));
  return [[...writes, ...reads], [...inTime], inTime.toReversed(), [...writes.toReversed(), ...reads.toReversed()]];
}

/**
 * A part of which nothing can be left out: again and again the first piece of the order that refutes is sought. Its
 * last operation is needed, and what comes behind it is not. @throws OutOfBounds
 */
function partOf(order: readonly RegisterOp[], history: History): Part {
  const needed: RegisterOp[] = [];
  const refutes = (ops: readonly RegisterOp[]): boolean => history.refutes(history.withWriters([...ops, ...needed]));
  let rest = order;
  while (!refutes([])) {
    const count = firstCount(rest.length, (some) => refutes(rest.slice(0, some)));
    const last = rest[count - 1];
    if (!last) throw new RangeError('expected operations that have no order, found one');
    needed.push(last);
    rest = rest.slice(0, count - 1);
  }
  return withoutIdle(history.withWriters(needed), history);
}

/** Without the writers that the rest rules out: all at once where that is possible, or else the earliest first. */
function withoutIdle(part: Part, history: History): Part {
  const without = (ops: readonly RegisterOp[], from: Part): Part =>
    new Set([...from].filter((op) => !ops.includes(op)));
  const isEnough = (some: Part): boolean => history.isWhole(some) && history.refutes(some);
  const idle = history.ops.filter((op) => part.has(op) && !isRead(op) && history.isWhole(without([op], part)));
  if (isEnough(without(idle, part))) return without(idle, part);
  return idle.reduce((left, op) => (isEnough(without([op], left)) ? without([op], left) : left), part);
}

/** The least count from 1 to `most` that does; `most` does. In steps that double, so that early ones cost little. */
function firstCount(most: number, does: (count: number) => boolean): number {
  let no = 0;
  let yes = 1;
  while (yes < most && !does(yes)) {
    no = yes;
    yes = Math.min(2 * yes, most);
  }
  while (yes - no > 1) {
    const middle = (no + yes) >> 1;
    if (does(middle)) yes = middle;
    else no = middle;
  }
  return yes;
}

/** The first of the smallest parts that has at most so many operations; null: there is none. @throws OutOfBounds */
function fewest(most: number, history: History): Part | null {
  let parts = 0;
  for (let size = 1; size <= most; size++) parts += combinations(history.ops.length, size);
  if (parts > PARTS_MAX) throw new OutOfBounds(`more than ${PARTS_MAX} parts to try`);
  for (let size = 1; size <= most; size++) {
    for (const some of partsOf(history.ops, size)) {
      const part = new Set(some);
      if (history.isWhole(part) && history.refutes(part)) return part;
    }
  }
  return null;
}

function combinations(n: number, k: number): number {
  let count = 1;
  for (let i = 0; i < k; i++) count = (count * (n - i)) / (i + 1);
  return count;
}

function* partsOf(ops: readonly RegisterOp[], size: number, from = 0): Generator<RegisterOp[]> {
  if (size === 0) {
    yield [];
    return;
  }
  for (let at = from; at <= ops.length - size; at++) {
    const op = ops[at];
    if (op) for (const rest of partsOf(ops, size - 1, at + 1)) yield [op, ...rest];
  }
}
