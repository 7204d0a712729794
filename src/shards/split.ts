// Splits a campaign into shards. Phases 1 to 3 belong together and take seconds, so the first shard runs them; the
// cycles of phase 4 go round the shards in turn. A cycle's schedule follows from its seed, class and number alone, so
// who runs it changes nothing of what is planned for it.

import type { Shard } from '../contract/plan.ts';

/**
 * @param cycles of each fault class
 * @param shards 1 to `cycles`: a shard without a cycle would have nothing to show
 */
export function split(cycles: number, shards: number): Shard[] {
  if (!Number.isInteger(shards) || shards < 1 || shards > cycles) {
    throw new RangeError(`expected 1 to ${cycles} shards, one cycle of each class for each; found ${shards}`);
  }
  return Array.from({ length: shards }, (_, i) => ({
    shard: i + 1,
    phases: i === 0 ? [1, 2, 3, 4] : [4],
    cycles: Array.from({ length: cycles }, (_, cycle) => cycle + 1).filter((cycle) => (cycle - 1) % shards === i),
  }));
}
