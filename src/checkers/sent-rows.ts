// Which rows of a look are what clients sent: by the key that the title begins with, or by the id that an ack gave. A
// changed title is corruption, not a new row.

import type { CycleModel } from '../history/model.ts';
import type { ReadRow } from '../history/ops.ts';

interface SentRows {
  /** Of creations, and those that clients share. */
  keys: ReadonlySet<string>;
  isSent(row: ReadRow): boolean;
}

export function sentIn({ writes, keys: shared }: CycleModel): SentRows {
  const keys = new Set([...writes.map(({ key }) => key), ...shared.keys()]);
  const given = new Set<string | null>([
    ...writes.map(({ id }) => id),
    ...[...shared.values()].flatMap(({ ids }) => [...ids]),
  ]);
  return { keys, isSent: ([id, key]) => keys.has(key) || given.has(id) };
}
