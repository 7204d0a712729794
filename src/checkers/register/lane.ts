// Operations whose order among each other is bound: those of one client, or all of them. x comes before y where x was
// answered before y was invoked. The lane knows which of them may come next, and gives back what it gave.

import { type Configuration, setBit } from './configurations.ts';
import type { Task } from './task.ts';

export interface Placed {
  task: Task;
  lane: Lane;
  /** So many of the lane's ordered operations must come before it: the first ones by answer. */
  after: number;
  /** Its place among the ordered ones, by answer; -1: it is not ordered. */
  rank: number;
  isIn: boolean;
  /** Its neighbours among those that are not in the order: Wing and Gong's list, from which one is lifted and put back. */
  next: Placed | null;
  previous: Placed | null;
}

export class Lane {
  /** The first that is due and not in the order, by time of invocation. */
  #first: Placed | null = null;
  readonly #late: readonly Placed[];
  readonly #ordered: readonly Placed[];
  readonly #unordered: readonly Placed[];
  /** So many of the ordered ones, from the first on, are in the order. */
  #prefix = 0;
  /** Beyond the prefix, the last that can be in the order is at most so far. */
  readonly #reach: number;

  /** @param tasks by time of invocation */
  constructor(tasks: readonly Task[]) {
    const ordered = tasks.filter(({ isOrdered }) => isOrdered).toSorted((x, y) => x.answer - y.answer);
    const ranks = new Map(ordered.map((task, rank) => [task, rank]));
    let after = 0;
    const all = tasks.map((task): Placed => {
      while ((ordered[after]?.answer ?? Number.POSITIVE_INFINITY) < task.invoke) after += 1;
      const rank = ranks.get(task) ?? -1;
      return { task, lane: this, after, rank, isIn: false, next: null, previous: null };
    });
    const due = all.filter(({ task }) => task.must);
    due.forEach((one, at) => {
      one.previous = due[at - 1] ?? null;
      one.next = due[at + 1] ?? null;
    });
    this.#first = due[0] ?? null;
    this.#late = all.filter(({ task }) => !task.must);
    this.#ordered = all.filter(({ rank }) => rank >= 0).sort((x, y) => x.rank - y.rank);
    this.#unordered = all.filter(({ rank }) => rank < 0);
    // what is beyond the prefix waited for no more than the prefix
    this.#reach = all.reduce((most, { rank, after }) => Math.max(most, rank + 1 - after), 0);
  }

  /** Words that say what of the lane is in the order. */
  get width(): number {
    return 1 + Math.ceil((this.#reach + this.#unordered.length) / 32);
  }

  /** What is due and not in the order, by time of invocation. */
  *left(): Generator<Placed> {
    for (let one = this.#first; one; one = one.next) yield one;
  }

  /** Of these, the ones that may come next. */
  *next(): Generator<Placed> {
    for (let one = this.#first; one && this.mayComeNext(one); one = one.next) yield one;
  }

  /** What may come next and may as well never come. */
  *late(): Generator<Placed> {
    for (const one of this.#late) {
      if (!this.mayComeNext(one)) return;
      if (!one.isIn) yield one;
    }
  }

  mayComeNext({ after }: Placed): boolean {
    return after <= this.#prefix;
  }

  lift(one: Placed): void {
    one.isIn = true;
    if (!one.task.must) return;
    if (one.previous) one.previous.next = one.next;
    else this.#first = one.next;
    if (one.next) one.next.previous = one.previous;
    while (this.#ordered[this.#prefix]?.isIn) this.#prefix += 1;
  }

  /** In the opposite order of lifting. */
  putBack(one: Placed): void {
    one.isIn = false;
    if (!one.task.must) return;
    if (one.previous) one.previous.next = one;
    else this.#first = one;
    if (one.next) one.next.previous = one;
    if (one.rank >= 0) this.#prefix = Math.min(this.#prefix, one.rank);
  }

  describe(into: Configuration, at: number): void {
    into.fill(0, at, at + this.width);
    into[at] = this.#prefix;
    for (let i = 0; i < this.#reach; i++) if (this.#ordered[this.#prefix + i]?.isIn) setBit(into, at + 1, i);
    this.#unordered.forEach((one, i) => {
      if (one.isIn) setBit(into, at + 1, this.#reach + i);
    });
  }
}
