// What a search has to put in order: the operations of a key without the ones that can never matter.
// - A write of unknown outcome whose value nobody read can be taken as never having happened.
// - One whose value was read, and that nobody else wrote, did happen, at any time after it was invoked.

import { isAcked, isEffective, isRead, mayHold, type RegisterOp, type Value } from './operation.ts';

export interface Task {
  op: RegisterOp;
  isRead: boolean;
  /** A number for each value; 0: absent. */
  value: number;
  invoke: number;
  /** Infinity: its outcome is unknown. */
  answer: number;
  /** false: it may never have happened. */
  must: boolean;
  /** What was invoked after its answer comes after it. */
  isOrdered: boolean;
}

export interface Tasks {
  /** By time of invocation. */
  tasks: readonly Task[];
  /** By value, how many tasks write it; absence at the beginning counts as one. */
  writers: readonly number[];
}

export const ABSENT = 0;

/** @param ops of one key, in any order */
export function tasksOf(ops: readonly RegisterOp[]): Tasks {
  const shown = new Set(ops.filter(isRead).map(({ value }) => value));
  const writers = countsOf(ops.filter(mayHold).map(({ value }) => value));
  const numbers = new Map<Value, number>([[null, ABSENT]]);
  const numberOf = (value: Value): number => {
    const number = numbers.get(value) ?? numbers.size;
    numbers.set(value, number);
    return number;
  };
  const tasks = ops.filter(isEffective).flatMap((op): Task[] => {
    const isOrdered = isAcked(op);
    if (!isOrdered && !shown.has(op.value)) return [];
    const isSole = op.value !== null && writers.get(op.value) === 1;
    const answer = op.answer ?? Number.POSITIVE_INFINITY;
    const value = numberOf(op.value);
    return [{ op, isRead: isRead(op), value, invoke: op.invoke, answer, must: isOrdered || isSole, isOrdered }];
  });
  tasks.sort((x, y) => x.invoke - y.invoke || x.op.op - y.op.op);
  const written = countsOf(tasks.flatMap(({ isRead: reads, value }) => (reads ? [] : [value])));
  const bringing = Array.from({ length: numbers.size }, (_, value) => written.get(value) ?? 0);
  bringing[ABSENT] = (bringing[ABSENT] ?? 0) + 1;
  return { tasks, writers: bringing };
}

function countsOf<T>(values: readonly T[]): Map<T, number> {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return counts;
}
