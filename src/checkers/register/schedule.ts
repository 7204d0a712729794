// The beginning of an order of a key's operations, made longer and taken back.

import type { Budget } from './budget.ts';
import type { Configuration } from './configurations.ts';
import { Lane, type Placed } from './lane.ts';
import type { RegisterOp } from './operation.ts';
import { ABSENT, type Task, type Tasks } from './task.ts';

/** Which operations are bound to each other: each lane keeps its own order. */
export type LaneOf = (op: RegisterOp) => number;

export class Schedule {
  /** Words of a configuration. */
  readonly width: number;
  /** The value after the last operation. */
  value = ABSENT;
  readonly #budget: Budget;
  readonly lanes: readonly Lane[];
  readonly #writers: readonly number[];
  readonly #reads: ReadonlyMap<number, readonly Placed[]>;
  readonly #order: Placed[] = [];
  #left: number;

  constructor({ tasks, writers }: Tasks, laneOf: LaneOf, budget: Budget) {
    budget.step(tasks.length);
    this.#budget = budget;
    this.#writers = writers;
    this.lanes = [...Map.groupBy(tasks, ({ op }) => laneOf(op)).values()].map((own) => new Lane(own));
    this.width = this.lanes.reduce((words, lane) => words + lane.width, 1);
    this.#reads = Map.groupBy(
      this.lanes.flatMap((lane) => [...lane.left()]).filter(({ task }) => task.isRead),
      ({ task }) => task.value,
    );
    this.#left = tasks.filter(({ must }) => must).length;
  }

  get length(): number {
    return this.#order.length;
  }

  get isComplete(): boolean {
    return this.#left === 0;
  }

  /** Several operations bring it: it can be there more than once. */
  isShared({ value }: Task): boolean {
    return (this.#writers[value] ?? 0) > 1;
  }

  /** What is due and may come next. Whoever takes one meanwhile goes on with those that were there before. */
  *next(): Generator<Placed> {
    for (const lane of this.lanes) {
      for (const one of lane.next()) {
        this.#budget.step();
        yield one;
      }
    }
  }

  take(one: Placed): void {
    this.passOver(one);
    if (!one.task.isRead) this.value = one.task.value;
  }

  /** As if it had happened, though it left nothing. */
  passOver(one: Placed): void {
    one.lane.lift(one);
    this.#order.push(one);
    if (one.task.must) this.#left -= 1;
  }

  /** A write that alone brings its value, and every read of it. @returns false, and takes none, where a read must wait */
  takeWhole(write: Placed): boolean {
    const { length, value } = this;
    this.take(write);
    let left = this.#reads.get(write.task.value) ?? [];
    for (let before = Number.POSITIVE_INFINITY; left.length > 0 && left.length < before; ) {
      before = left.length;
      left = left.filter((read) => {
        this.#budget.step();
        const isNext = read.lane.mayComeNext(read);
        if (isNext) this.take(read);
        return !isNext;
      });
    }
    if (left.length === 0) return true;
    this.backTo(length, value);
    return false;
  }

  /** Takes back what came after so many operations. */
  backTo(length: number, value: number): void {
    while (this.#order.length > length) {
      const one = this.#order.pop();
      if (!one) return;
      one.lane.putBack(one);
      if (one.task.must) this.#left += 1;
    }
    this.value = value;
  }

  /** What is in the order, and the value after it. */
  describe(into: Configuration): void {
    into[0] = this.value;
    let at = 1;
    for (const lane of this.lanes) {
      lane.describe(into, at);
      at += lane.width;
    }
  }
}
