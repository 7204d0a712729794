// Histories as real registers would give them: every operation takes effect at one moment between its invocation and its
// answer, or, where its outcome is unknown, at any later moment or never. Then, on demand, spoiled.

import type { RegisterHistory, RegisterOp, Value } from '../checkers/register/operation.ts';
import type { Random } from './random.ts';

export interface Shape {
  /** Drawn by Zipf's law: some far more often than others. */
  keys: number;
  clients: number;
  ops: number;
  /** Of 100 operations. */
  reads: number;
  deletes: number;
  unknown: number;
  /** How many values there are to write; null: every write has one of its own. */
  values: number | null;
  /** How long an operation takes, at most, in ticks. */
  ticks_max: number;
}

const NODES = ['a', 'b', 'c'] as const;
const PERCENT = 100;
/** How late an operation of unknown outcome takes effect, in times that an operation takes. */
const LATE_MAX = 4;
const ZIPF_EXPONENT = 1.4;
const DRAWS = 2 ** 30;

interface Happening {
  key: number;
  op: RegisterOp;
  /** When it took effect; null: never. */
  at: number | null;
  /** Which came first of those at one moment. */
  turn: number;
}

/** Histories that some order explains, of each key that was drawn, with a read of every node at the end. */
export function registerHistories(shape: Shape, random: Random): RegisterHistory[] {
  const happenings = happeningsOf(shape, random);
  const end = happenings.reduce((latest, { op, at }) => Math.max(latest, op.answer ?? 0, at ?? 0), 0) + 1;
  const byKey = [...Map.groupBy(happenings, ({ key }) => key)].sort(([x], [y]) => x - y);
  return byKey.map(([key, own]) => {
    const held = happen(own);
    return { key: `k${key}`, ops: [...inTime(own), ...lastReads(shape.ops + NODES.length * key, held, end)] };
  });
}

/** The same of one key, without the reads at the end. */
export function registerHistory(shape: Omit<Shape, 'keys'>, random: Random): RegisterOp[] {
  const happenings = happeningsOf({ ...shape, keys: 1 }, random);
  happen(happenings);
  return inTime(happenings);
}

/** The same with one thing changed: what a read gave, or when an operation was. It may still have an order. */
export function spoiled(history: readonly RegisterOp[], random: Random): RegisterOp[] {
  const ops = history.map((op) => ({ ...op }));
  const [first, ...others] = ops.filter(({ final }) => !final);
  if (!first) return ops;
  const [read, ...otherReads] = [first, ...others].filter(({ kind, ok }) => kind === 'read' && ok);
  if (read && random.whole(0, 1) === 0) {
    random.pick([read, ...otherReads]).value = random.pick([first, ...others]).value;
    return ops;
  }
  const moved = random.pick([first, ...others]);
  const by = random.pick([-8, -4, -2, 2, 4, 8]);
  moved.invoke += by;
  if (moved.answer !== null) moved.answer += by;
  return ops;
}

function happeningsOf(shape: Shape, random: Random): Happening[] {
  const ends = zipf(shape.keys);
  const free = new Array<number>(shape.clients).fill(0);
  return Array.from({ length: shape.ops }, (_, op) => {
    const client = free.indexOf(Math.min(...free));
    const invoke = (free[client] ?? 0) + random.whole(0, shape.ticks_max >> 1);
    const answer = invoke + random.whole(0, shape.ticks_max);
    free[client] = answer;
    const drawn = shape.keys === 1 ? 0 : random.whole(0, DRAWS - 1) / DRAWS;
    return { key: ends.findIndex((end) => drawn < end), ...happeningOf(shape, random, { op, client, invoke, answer }) };
  });
}

function happeningOf(
  { reads, deletes, unknown, values, ticks_max }: Shape,
  random: Random,
  { op, client, invoke, answer }: Pick<RegisterOp, 'op' | 'client' | 'invoke'> & { answer: number },
): Omit<Happening, 'key'> {
  const draw = random.whole(0, PERCENT - 1);
  const kind = draw < reads ? 'read' : draw < reads + deletes ? 'delete' : 'write';
  const isKnown = random.whole(0, PERCENT - 1) >= unknown;
  const value = kind === 'write' ? String(values === null ? op + 1 : random.whole(1, values)) : null;
  const late = random.whole(0, 1) === 0 ? null : invoke + random.whole(0, LATE_MAX * ticks_max);
  return {
    op: { op, client, node: random.pick(NODES), kind, value, invoke, answer: isKnown ? answer : null, ok: isKnown },
    at: isKnown ? random.whole(invoke, answer) : late,
    turn: random.whole(0, DRAWS),
  };
}

/** Gives every read what it found. @returns what the register holds at the end */
function happen(happenings: readonly Happening[]): Value {
  let held: Value = null;
  const inTurn = happenings.filter(({ at }) => at !== null);
  inTurn.sort((x, y) => (x.at ?? 0) - (y.at ?? 0) || x.turn - y.turn);
  for (const { op } of inTurn) {
    if (op.kind === 'read') op.value = held;
    else held = op.value;
  }
  return held;
}

const inTime = (happenings: readonly Happening[]): RegisterOp[] =>
  happenings.map(({ op }) => op).sort((x, y) => x.invoke - y.invoke || x.op - y.op);

const lastReads = (first: number, value: Value, end: number): RegisterOp[] =>
  NODES.map((node, at) => ({
    op: first + at,
    client: -1 - at,
    node,
    kind: 'read',
    value,
    invoke: end,
    answer: end + 1,
    ok: true,
    final: true,
  }));

/** @returns up to where, from 0 to 1, each key is drawn */
function zipf(keys: number): number[] {
  const weights = Array.from({ length: keys }, (_, key) => 1 / (key + 1) ** ZIPF_EXPONENT);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  let reached = 0;
  return weights.map((weight, key) => {
    reached += weight / sum;
    return key === keys - 1 ? 1 : reached;
  });
}
