// What a session may expect, by the name of its breach, and one read that broke it.
//
// A read r of a key, answered, by a client at a node. "Certainly older than x": every operation that may have brought
// what r shows was answered before x was invoked; see versions.ts. "Before r": answered before r was invoked.
// - `own_write_unread` (read your writes): r is certainly older than a write or delete of its client, acked before r.
// - `non_monotonic_read` (monotonic reads): certainly older than all that an earlier read of its client may have seen; or
//   it shows again a version that its client saw before, and then saw another instead that may be newer.
// - `stale_read`: certainly older than a write or delete of anybody, acked before r.
// - `non_monotonic_write` (monotonic writes): before r the node had shown somebody a write w of some client, and r is
//   certainly older than a write or delete for which that client had its ack before it sent w. The two may be of
//   different keys.
// - `write_without_cause` (writes follow reads): the same of what that client had read before it sent w.

import type { RegisterOp } from '../register/operation.ts';
import type { Floor, Floors } from './floors.ts';
import type { Seen } from './versions.ts';

export interface Read {
  key: string;
  op: RegisterOp;
  seen: Seen;
}

/** One read that was older than it should have been. */
export interface Breach {
  key: string;
  read: RegisterOp;
  /** From when on it should have been newer, so that the read was stale for at least as long as since then. */
  since: number;
  /** The operations that say so. */
  because: readonly RegisterOp[];
}

/** What was found of one read: whether there was anything that it must not be older than, and whether it was. */
export interface BoundRead {
  isBound: boolean;
  breach: Breach | null;
}

export const UNBOUND: BoundRead = { isBound: false, breach: null };

/** The floors that hold for a read. */
export function boundRead(floors: Floors | undefined, { key, op, seen }: Read): BoundRead {
  if (!floors?.above(Number.NEGATIVE_INFINITY, op.invoke)) return UNBOUND;
  const floor = floors.above(seen.over, op.invoke);
  return { isBound: true, breach: floor && breachOf(key, op, floor) };
}

export const breachOf = (key: string, read: RegisterOp, { since, op }: Floor): Breach => ({
  key,
  read,
  since,
  because: [op],
});
