// What is found, beside what the definitions say word by word, tried with every operation; and beside every order that
// the versions can have had.

import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  isAcked,
  isRead,
  mayHold,
  type RegisterHistory,
  type RegisterOp,
} from '../../../src/checkers/register/operation.ts';
import { sessionFindings } from '../../../src/checkers/sessions/sessions.ts';
import type { SessionBreach, SessionScope } from '../../../src/contract/consistency.ts';

const RUNS = 1_500;
const KEYS = ['k', 'l'];

/** Two keys, three clients that each do one thing after the other, through two nodes. */
const histories = fc
  .array(
    fc.record({
      key: fc.constantFrom(...KEYS),
      client: fc.nat(2),
      node: fc.constantFrom('a', 'b'),
      kind: fc.constantFrom('read', 'read', 'read', 'write', 'write', 'delete'),
      waits: fc.nat(3),
      takes: fc.nat(4),
      isKnown: fc.constantFrom(true, true, true, false),
      shows: fc.nat(9),
    }),
    { minLength: 4, maxLength: 14 },
  )
  .map((drawn): RegisterHistory[] => {
    const free = [0, 0, 0];
    const ops = drawn.map(({ key, client, node, kind, waits, takes, isKnown }, op) => {
      const invoke = (free[client] ?? 0) + 1 + waits;
      const answer = invoke + takes;
      free[client] = answer;
      const value = kind === 'write' ? `${op}` : null;
      const ends = { answer: isKnown ? answer : null, ok: isKnown };
      return { key, op: { op, client, node, kind, value, invoke, ...ends } as RegisterOp };
    });
    return KEYS.map((key) => {
      const own = ops.filter((one) => one.key === key).map(({ op }) => op);
      const values = [...new Set([null, ...own.filter(mayHold).map(({ value }) => value)])];
      for (const op of own) {
        if (op.kind === 'read') op.value = values[(drawn[op.op]?.shows ?? 0) % values.length] ?? null;
      }
      return { key, ops: own };
    });
  });

const BEGINNING = null;
type Source = RegisterOp | typeof BEGINNING;

const isBefore = (x: RegisterOp, y: RegisterOp): boolean => isAcked(x) && (x.answer ?? 0) < y.invoke;
const isAckedWrite = (op: RegisterOp): boolean => mayHold(op) && isAcked(op);

function sourcesOf(ops: readonly RegisterOp[], read: RegisterOp): Source[] {
  const writes = ops.filter((op) => mayHold(op) && op.value === read.value && op.invoke <= (read.answer ?? 0));
  return read.value === null ? [BEGINNING, ...writes] : writes;
}

/** The words of breach.ts, one after the other. @returns since when the read should have been newer; null: it need not */
function brokenSince(
  name: SessionBreach,
  scope: SessionScope,
  all: readonly RegisterHistory[],
  { ops }: RegisterHistory,
  r: RegisterOp,
): number | null {
  const isOlder = (read: RegisterOp, than: RegisterOp): boolean =>
    sourcesOf(ops, read).every((source) => source === BEGINNING || isBefore(source, than));
  const isOlderThanSeen = (read: RegisterOp, q: RegisterOp): boolean =>
    sourcesOf(ops, q).every((source) => source !== BEGINNING && isOlder(read, source));
  const isExplained = (read: RegisterOp): boolean => isRead(read) && sourcesOf(ops, read).length > 0;
  const earlier = ops.filter((op) => isBefore(op, r) && (scope === 'cluster' || op.node === r.node));
  const mine = earlier.filter(({ client }) => client === r.client);
  if (name === 'own_write_unread') return firstAnswer(mine.filter((op) => isAckedWrite(op) && isOlder(r, op)));
  if (name === 'stale_read') return firstAnswer(earlier.filter((op) => isAckedWrite(op) && isOlder(r, op)));
  if (name === 'non_monotonic_read') {
    const reads = mine.filter(isExplained);
    return firstAnswer(reads.filter((q) => isOlderThanSeen(r, q))) ?? returnedSince(r, reads, ops, isOlder);
  }
  // the node showed w, of a client that had written or read this key before
  const shown = all.flatMap((other) =>
    other.ops.filter((q) => {
      const [w, second] = isRead(q) && isBefore(q, r) && q.node === r.node ? sourcesOf(other.ops, q) : [];
      if (!w || second !== undefined || q.value === null) return false;
      return ops.some((first) => {
        if (first.client !== w.client || !isBefore(first, w)) return false;
        if (name === 'non_monotonic_write') return isAckedWrite(first) && isOlder(r, first);
        return isExplained(first) && isOlderThanSeen(r, first);
      });
    }),
  );
  return firstAnswer(shown);
}

const firstAnswer = (ops: readonly RegisterOp[]): number | null =>
  ops.length === 0 ? null : Math.min(...ops.map(({ answer }) => answer ?? 0));

/** It shows the version of an earlier read, and for the first time since another that may be newer was shown. */
function returnedSince(
  r: RegisterOp,
  reads: readonly RegisterOp[],
  ops: readonly RegisterOp[],
  isOlder: (read: RegisterOp, than: RegisterOp) => boolean,
): number | null {
  const [version, second] = sourcesOf(ops, r);
  if (!version || second !== undefined || r.value === null) return null;
  const last = reads.filter(({ value }) => value === r.value).at(-1);
  if (!last) return null;
  return firstAnswer(reads.filter((p) => isBefore(last, p) && p.value !== r.value && !isOlder(p, version)));
}

test('what is found is what the definitions say, for every read', () => {
  const found = new Map<string, number>();
  fc.assert(
    fc.property(histories, (keys) => {
      for (const { name, scope, breaches } of sessionFindings(keys, null)) {
        const expected = keys.flatMap((key) =>
          key.ops
            .filter((op) => isRead(op) && sourcesOf(key.ops, op).length > 0)
            .map((op) => [op.op, brokenSince(name, scope, keys, key, op)])
            .filter(([, since]) => since !== null),
        );
        const actual = breaches.map(({ read, since }) => [read.op, since]);
        expect(new Map(actual as [number, number][]), `${name} ${scope}`).toEqual(
          new Map(expected as [number, number][]),
        );
        found.set(name, (found.get(name) ?? 0) + breaches.length);
      }
    }),
    { numRuns: RUNS, seed: 1 },
  );
  for (const [name, count] of found) expect(count, `${name} was found`).toBeGreaterThan(3);
});

test('where a session is broken, no order of the versions explains what its client saw', () => {
  let broken = 0;
  fc.assert(
    fc.property(histories, (keys) => {
      const [key] = keys;
      if (!key || key.ops.filter(mayHold).length > 6) return;
      const found = sessionFindings([key], null).filter(({ scope }) => scope === 'cluster');
      for (const client of [0, 1, 2]) {
        const isOwn = ({ read }: { read: RegisterOp }): boolean => read.client === client;
        const breaches = found
          .filter(({ name }) => name === 'own_write_unread' || name === 'non_monotonic_read')
          .flatMap((one) => one.breaches.filter(isOwn));
        if (breaches.length === 0) continue;
        broken += 1;
        expect(isExplainable(key.ops, client), JSON.stringify(key.ops)).toBe(false);
      }
    }),
    { numRuns: RUNS, seed: 2 },
  );
  expect(broken).toBeGreaterThan(RUNS / 20);
});

/** Some order of the versions that keeps real time lets the client go only forward, from what it wrote and what it read. */
function isExplainable(ops: readonly RegisterOp[], client: number): boolean {
  const own = ops.filter((op) => op.client === client && isAcked(op)).sort((x, y) => x.invoke - y.invoke);
  return ordersOf(ops.filter(mayHold)).some((order) => {
    // as far as the session must have come: always the earliest version that explains a read
    let reached = 0;
    return own.every((op) => {
      if (mayHold(op)) {
        reached = Math.max(reached, order.indexOf(op) + 1);
        return true;
      }
      const places = sourcesOf(ops, op).map((source) => (source === BEGINNING ? 0 : order.indexOf(source) + 1));
      const place = Math.min(...places.filter((one) => one >= reached));
      reached = place;
      return Number.isFinite(place) || sourcesOf(ops, op).length === 0;
    });
  });
}

function ordersOf(writes: readonly RegisterOp[]): RegisterOp[][] {
  if (writes.length === 0) return [[]];
  return writes
    .filter((op) => !writes.some((other) => other !== op && isBefore(other, op)))
    .flatMap((op) => ordersOf(writes.filter((other) => other !== op)).map((rest) => [op, ...rest]));
}
