// Histories of one key as a real register would give them: every operation takes effect at one moment between its
// invocation and its answer, or, where its outcome is unknown, at any later moment or never. Then, on demand, spoiled.

import type { RegisterOp, Value } from '../checkers/register/operation.ts';
import type { Random } from './random.ts';

export interface Shape {
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

interface Happening {
  op: RegisterOp;
  /** When it took effect; null: never. */
  at: number | null;
  /** Which came first of those at one moment. */
  turn: number;
}

/** A history that some order explains, in the order of invocation. */
export function registerHistory(shape: Shape, random: Random): RegisterOp[] {
  const free = new Array<number>(shape.clients).fill(0);
  const happenings = Array.from({ length: shape.ops }, (_, op) => {
    const client = free.indexOf(Math.min(...free));
    const invoke = (free[client] ?? 0) + random.whole(0, shape.ticks_max >> 1);
    const answer = invoke + random.whole(0, shape.ticks_max);
    free[client] = answer;
    return happeningOf(shape, random, { op, client, invoke, answer });
  });
  let held: Value = null;
  const inTurn = happenings.filter(({ at }) => at !== null);
  inTurn.sort((x, y) => (x.at ?? 0) - (y.at ?? 0) || x.turn - y.turn);
  for (const { op } of inTurn) {
    if (op.kind === 'read') op.value = held;
    else held = op.value;
  }
  return happenings.map(({ op }) => op).sort((x, y) => x.invoke - y.invoke || x.op - y.op);
}

/** The same with a read of every node at the end, when all that happens has happened. */
export function withLastReads(history: readonly RegisterOp[], held: Value): RegisterOp[] {
  const end = history.reduce((latest, { invoke, answer }) => Math.max(latest, answer ?? 0, invoke), 0) + 1;
  const reads = NODES.map(
    (node, at): RegisterOp => ({
      op: history.length + at,
      client: -1 - at,
      node,
      kind: 'read',
      value: held,
      invoke: end,
      answer: end + 1,
      ok: true,
      final: true,
    }),
  );
  return [...history, ...reads];
}

function happeningOf(
  { reads, deletes, unknown, values, ticks_max }: Shape,
  random: Random,
  { op, client, invoke, answer }: Pick<RegisterOp, 'op' | 'client' | 'invoke'> & { answer: number },
): Happening {
  const draw = random.whole(0, PERCENT - 1);
  const kind = draw < reads ? 'read' : draw < reads + deletes ? 'delete' : 'write';
  const isKnown = random.whole(0, PERCENT - 1) >= unknown;
  const value = kind === 'write' ? String(values === null ? op + 1 : random.whole(1, values)) : null;
  const late = random.whole(0, 1) === 0 ? null : invoke + random.whole(0, LATE_MAX * ticks_max);
  return {
    op: { op, client, node: random.pick(NODES), kind, value, invoke, answer: isKnown ? answer : null, ok: isKnown },
    at: isKnown ? random.whole(invoke, answer) : late,
    turn: random.whole(0, 2 ** 30),
  };
}

/** The same with one thing changed: what a read gave, or when an operation was. It may still have an order. */
export function spoiled(history: readonly RegisterOp[], random: Random): RegisterOp[] {
  const ops = history.map((op) => ({ ...op }));
  const [first, ...others] = ops;
  if (!first) return ops;
  const reads = ops.filter(({ kind, ok }) => kind === 'read' && ok);
  const [read, ...otherReads] = reads;
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
