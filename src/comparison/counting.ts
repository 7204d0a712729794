// The established harness's arithmetic, pure and as it is: it counts rows, not identities, and adds the cycles up
// before it divides. Every weakness here is the subject of the comparison and must not be repaired.

/** What it kept of one cycle: acks, and how many rows each peer's one list held; null where none was answered. */
export interface CountedCycle {
  acked: number;
  listed: readonly (number | null)[];
}

/** Digits after the point; the rest is cut off before the figure is compared with anything. */
const DIGITS = 3;

/**
 * The smallest list of each cycle, summed, by the acks of all cycles, summed. A list that was not answered counts
 * as no rows; a run in which nothing was acked at all counts as perfect. The result can exceed 1.
 */
export function countedBound(cycles: readonly CountedCycle[]): number {
  const acked = cycles.reduce((sum, one) => sum + one.acked, 0);
  if (acked === 0) return 1;
  const listed = cycles.reduce((sum, one) => sum + Math.min(...one.listed.map((rows) => rows ?? 0)), 0);
  return Math.floor((listed * 10 ** DIGITS) / acked) / 10 ** DIGITS;
}
