// What becomes of the bytes of one direction of one wire. Which of it a network mode can do, its transport says.

/**
 * - `pass`: hand on at once.
 * - `cut`: swallow, as if the wire were gone. A stream that lost bytes can never be right again, so its
 *   connection stays silent and is reset when the link heals, as after a partition that outlived TCP.
 * - `stall`: keep, and hand on when the link heals, as TCP does over a short cut.
 * - `delay`: hand on after `ms`, in order.
 * - `lose`: from a byte group that chance picks on, this connection is silent in this direction.
 * - `refuse`: as `cut`, but the sender learns of it at once.
 * - `drop`: each packet is lost by chance; TCP sends it again, later and later.
 * - `limit`: hand on so many bytes a second, and keep the rest waiting.
 */
export type Treatment =
  | { kind: 'pass' }
  | { kind: 'cut' }
  | { kind: 'stall' }
  | { kind: 'delay'; ms: number }
  | { kind: 'lose'; probability: number; random: () => number }
  | { kind: 'refuse' }
  | { kind: 'drop'; probability: number }
  | { kind: 'limit'; bytes_per_s: number };

/** `requests` flow from the node that opened the connection, `replies` come back to it. */
export interface LinkState {
  requests: Treatment;
  replies: Treatment;
}

export const PASS: Treatment = { kind: 'pass' };
export const CUT: Treatment = { kind: 'cut' };
export const REFUSE: Treatment = { kind: 'refuse' };
export const OPEN: LinkState = { requests: PASS, replies: PASS };

/** Bytes by what became of them, since the relay began. */
export interface ByteCounts {
  forwarded: number;
  dropped: number;
  stalled: number;
  delayed: number;
}

export const noBytes = (): ByteCounts => ({ forwarded: 0, dropped: 0, stalled: 0, delayed: 0 });
