// Which rows of a look are what clients sent: by the key that the title begins with, or by the id that an ack gave. A
// changed title is corruption, not a new row.

import type { CycleModel } from '../history/model.ts';
import type { ReadRow } from '../history/ops.ts';

export function isSentIn({ writes, keys }: CycleModel): (row: ReadRow) => boolean {
  const sent = new Set([...writes.map(({ key }) => key), ...keys.keys()]);
  const given = new Set<string | null>([
    ...writes.map(({ id }) => id),
    ...[...keys.values()].flatMap(({ ids }) => [...ids]),
  ]);
  return ([id, key]) => sent.has(key) || given.has(id);
}
