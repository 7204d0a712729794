// Whether the operations of one key have an order in which every read gives what the write before it wrote, while
// operations of one lane keep theirs.
//
// After Wing and Gong, "Testing and verifying concurrent objects" (1993): the order is made longer by an operation that
// may come next, and taken back where none can. After Lowe, "Testing for linearizability" (2017): a configuration, which
// is what is in the order and the value it leaves, is explored once, and operations come just in time. For registers
// the last can be said sharper. A value that one operation alone brings is there once, its write and its reads follow
// each other without another write between: they come together once they all can, and the sooner the better, for
// nothing that comes later needs them to wait. Only values that several operations bring leave a choice, above all
// absence, which every delete brings: which of them comes next.

import type { Budget } from './budget.ts';
import { Configurations } from './configurations.ts';
import type { Placed } from './lane.ts';
import type { RegisterOp } from './operation.ts';
import { type LaneOf, Schedule } from './schedule.ts';
import { tasksOf } from './task.ts';

/** All operations in one lane: what was answered comes before what was invoked later. */
export const IN_REAL_TIME: LaneOf = () => 0;
/** The same only among the operations of one client: Lamport's sequential consistency, of one register. */
export const IN_CLIENT_ORDER: LaneOf = ({ client }) => client;

/** @throws OutOfBounds */
export function hasOrder(ops: readonly RegisterOp[], laneOf: LaneOf, budget: Budget): boolean {
  const tasks = tasksOf(ops);
  // if shared values were there whenever somebody reads them, nothing would be left to choose: what fails so, fails
  const generous = new Schedule(tasks, laneOf, budget);
  while (advance(generous, true));
  return generous.isComplete && search(new Schedule(tasks, laneOf, budget), budget);
}

interface Choice {
  /** How long the order was before it, and its value. */
  length: number;
  value: number;
  writes: readonly Placed[];
  tried: number;
}

function search(schedule: Schedule, budget: Budget): boolean {
  const explored = new Configurations(schedule.width, budget);
  const configuration = new Int32Array(schedule.width);
  const choices: Choice[] = [];
  for (;;) {
    while (advance(schedule, false));
    if (schedule.isComplete) return true;
    schedule.describe(configuration);
    if (explored.add(configuration)) {
      const { length, value } = schedule;
      choices.push({ length, value, writes: choicesOf(schedule), tried: 0 });
    }
    if (!takeNext(schedule, choices)) return false;
  }
}

/** Back to the last choice that has an untried write, and on with that. */
function takeNext(schedule: Schedule, choices: Choice[]): boolean {
  for (let choice = choices.at(-1); choice; choice = choices.at(-1)) {
    schedule.backTo(choice.length, choice.value);
    const write = choice.writes[choice.tried];
    choice.tried += 1;
    if (write) {
      schedule.take(write);
      return true;
    }
    choices.pop();
  }
  return false;
}

/**
 * Takes what may come next and costs nothing later: reads of what is there, then whole values.
 * @param isGenerous shared values are there whenever they are read, and never in the way
 * @returns whether there was something to take
 */
function advance(schedule: Schedule, isGenerous: boolean): boolean {
  let hasTaken = false;
  for (const one of schedule.next()) {
    const { task } = one;
    const isFree = isGenerous && schedule.isShared(task);
    if (!isFree && !(task.isRead && task.value === schedule.value)) continue;
    schedule.passOver(one);
    hasTaken = true;
  }
  if (hasTaken) return true;
  for (const one of schedule.next()) {
    if (!one.task.isRead && !one.isIn && !schedule.isShared(one.task) && schedule.takeWhole(one)) hasTaken = true;
  }
  return hasTaken;
}

/**
 * Writes of shared values that may come next. Of one lane and value only the one that was answered first: whatever waits
 * for another waits for it too. One that need not have happened did so only if a read waits for its value, and all of
 * these are alike.
 */
function choicesOf(schedule: Schedule): Placed[] {
  const waiting = new Set([...schedule.next()].filter(({ task }) => task.isRead).map(({ task }) => task.value));
  const chosen = new Map<string, Placed>();
  for (const [number, lane] of schedule.lanes.entries()) {
    const due = [...lane.next()].filter(({ task }) => !task.isRead && schedule.isShared(task));
    const late = [...lane.late()].filter(({ task }) => waiting.has(task.value));
    for (const ofValue of Map.groupBy([...due, ...late], ({ task }) => task.value).values()) {
      const first = ofValue.reduce((least, one) => (one.task.answer < least.task.answer ? one : least));
      chosen.set(`${first.task.must ? number : 'any'} ${first.task.value}`, first);
    }
  }
  return [...chosen.values()].sort((x, y) => x.task.invoke - y.task.invoke || x.task.op.op - y.task.op.op);
}
