// Whether a node shows the writes of a client in the order in which the client meant them: who is shown a write by it is
// not shown, later, a key as it was before what that client had written or read first. Over all keys of a cycle.

import type { Nanoseconds } from '../../history/ops.ts';
import { isAcked, mayHold, type RegisterOp } from '../register/operation.ts';
import { type BoundRead, type Read, UNBOUND } from './breach.ts';
import { Floors, NO_FLOORS } from './floors.ts';
import { countUntil } from './versions.ts';

interface First {
  /** When the version was born. */
  born: Nanoseconds;
  /** The earliest answer for it, or for one that was born later, and the operation that had it. */
  answer: Nanoseconds;
  op: RegisterOp;
}

export class OrderAtNode {
  /** By node and client: reads that showed a write of the client. */
  readonly #shown: ReadonlyMap<string, Floors>;
  /** By key and client, in the order of birth: what the client wrote or read. */
  readonly #firsts: ReadonlyMap<string, ReadonlyMap<number, readonly First[]>>;

  /** @param first what comes first: writes that the client had acked, or what it had read */
  constructor(
    first: 'writes' | 'reads',
    keys: readonly { key: string; ops: readonly RegisterOp[]; reads: readonly Read[] }[],
  ) {
    const shown = keys.flatMap(({ reads }) =>
      reads.flatMap(({ op, seen }) =>
        seen.sole ? [{ since: op.answer ?? 0, born: seen.sole.invoke, op, of: seen.sole.client }] : [],
      ),
    );
    const byNodeAndClient = Map.groupBy(shown, ({ op, of }) => `${op.node} ${of}`);
    this.#shown = new Map([...byNodeAndClient].map(([at, floors]) => [at, new Floors(floors)]));
    this.#firsts = new Map(
      keys.map(({ key, ops, reads }) => {
        const found = first === 'writes' ? writesOf(ops) : readsOf(reads);
        return [
          key,
          new Map([...Map.groupBy(found, ({ op }) => op.client)].map(([client, own]) => [client, earliest(own)])),
        ];
      }),
    );
  }

  find({ key, op, seen }: Read): BoundRead {
    let found = UNBOUND;
    for (const [client, firsts] of this.#firsts.get(key) ?? []) {
      const shown = this.#shown.get(`${op.node} ${client}`) ?? NO_FLOORS;
      const any = firsts[0];
      if (!any || !shown.above(any.answer, op.invoke)) continue;
      if (!found.isBound) found = { isBound: true, breach: null };
      const missed = firsts[countUntil(firsts, ({ born }) => born <= seen.over)];
      const by = missed && shown.above(missed.answer, op.invoke);
      if (!by || (found.breach && found.breach.since <= by.since)) continue;
      found = { isBound: true, breach: { key, read: op, since: by.since, because: [missed.op, by.op] } };
    }
    return found;
  }
}

const writesOf = (ops: readonly RegisterOp[]): First[] =>
  ops.filter((op) => mayHold(op) && isAcked(op)).map((op) => ({ born: op.invoke, answer: op.answer ?? 0, op }));

const readsOf = (reads: readonly Read[]): First[] =>
  reads
    .filter(({ seen }) => Number.isFinite(seen.born))
    .map(({ op, seen }) => ({ born: seen.born, answer: op.answer ?? 0, op }));

function earliest(found: readonly First[]): First[] {
  const inOrder = found.toSorted((x, y) => x.born - y.born || x.op.op - y.op.op);
  let least: First | null = null;
  const fromTheEnd = inOrder.toReversed().map((one) => {
    least = least && least.answer < one.answer ? least : one;
    return { born: one.born, answer: least.answer, op: least.op };
  });
  return fromTheEnd.reverse();
}
