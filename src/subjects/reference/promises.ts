// What the reference store keeps, by invariant, and what in its code keeps it.

import type { Promises } from '../../contract/invariants.ts';

const kept = (source: string) => ({ promised: true, source });

export const PROMISES: Promises = {
  I1: kept('quorum.ts: a write is acked once W nodes have committed it, this one included'),
  I2: kept(
    'catch-up.ts: every node reads from each peer all that it missed, in the order in which the peer took it in',
  ),
  I3: kept(
    'validation.ts: what is refused is refused before it is stored; a missed quorum keeps the row as it was sent',
  ),
  I4: {
    ...kept(
      'serve.ts: a write is committed before it is answered; with --sync-before-answer it is on the disk by then',
    ),
    outlives: 'power_loss',
  },
  I5: kept('quorum.ts: only an answer that every row is held counts, and only until the deadline'),
  I6: kept('store.ts: rows come from clients and peers alone'),
  I7: kept('quorum.ts: the deadline answers a write whose peers are silent'),
  I8: kept('schema.ts: one row for each title in a namespace'),
  I9: kept('schema.ts: lists read the rows themselves, and triggers keep the word index with them'),
  I10: kept(
    'writing.ts: a version is acked only as the newest of W nodes, a majority, and merge.ts keeps the newest everywhere',
  ),
  I11: kept('merge.ts: a delete is a version like any other, and stays as a mark'),
  I12: {
    ...kept('for a client that stays with one node: a write is committed there before it is answered'),
    scope: 'node',
  },
};
