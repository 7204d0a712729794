// What sessions can be told of: how each is named, and one read that broke it.

import type { RegisterOp } from '../register/operation.ts';
import type { Floor, Floors } from './floors.ts';
import type { Seen } from './versions.ts';

/**
 * A read r of a key, answered, by a client at a node. "Certainly older than x": every operation that may have brought
 * what r shows was answered before x was invoked; see versions.ts.
 * - `own_write_unread` (read your writes): certainly older than a write or delete of the same client, acked before r.
 * - `non_monotonic_read` (monotonic reads): certainly older than all that an earlier read of the same client may have
 *   seen; or it shows a version that the same client saw earlier, and saw replaced between.
 * - `stale_read`: certainly older than a write or delete of anybody, acked before r.
 * - `non_monotonic_write` (monotonic writes): the node had shown a write w of some client to somebody before r, and r is
 *   certainly older than a write or delete that this client had an ack for before it sent w. The two may be of different
 *   keys.
 * - `write_without_cause` (writes follow reads): the same of what that client had read before it sent w.
 * "Before r" means answered before r was invoked.
 */
export const SESSION_BREACHES = [
  'own_write_unread',
  'non_monotonic_read',
  'stale_read',
  'non_monotonic_write',
  'write_without_cause',
] as const;
export type SessionBreach = (typeof SESSION_BREACHES)[number];

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
export interface Finding {
  isBound: boolean;
  breach: Breach | null;
}

export const UNBOUND: Finding = { isBound: false, breach: null };

/** The floors that hold for a read. */
export function findingOf(floors: Floors | undefined, { key, op, seen }: Read): Finding {
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
