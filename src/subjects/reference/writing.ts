// A client's write, from this node's commit to the word of its quorum. This node may not have heard of the newest
// version, and its clock may be behind: then a peer says so, and the write is made again on top of that version. Since
// any two majorities share a node, an acked version is so always newer than each one that was acked before it began.

import type { Behaviour, WriteKind } from './behaviour.ts';
import type { Row } from './memory.ts';
import type { QuorumResult, QuorumSettings } from './quorum.ts';
import type { Store } from './store.ts';

interface Writer {
  store: Store;
  behaviour: Behaviour;
  quorum: QuorumSettings;
}

export interface Written {
  row: Row;
  result: QuorumResult;
}

/** Others may write the same title all the while; each of them is done after a round or two. */
const ROUNDS_MAX = 8;

/**
 * @param commit writes to this node's own store, each time on top of what the store then has; null: it has nothing to
 *   write on
 * @returns null where that was so from the start. Where it became so, since a peer knew of a delete, nobody says that
 *   the write took no effect, for a while it did: its quorum is not met
 */
export async function writeThrough(
  { store, behaviour, quorum }: Writer,
  kind: WriteKind,
  commit: () => Row | null,
): Promise<Written | null> {
  const ends_at = performance.now() + quorum.timeout_ms;
  let written: Written | null = null;
  for (let round = 1; ; round++) {
    const row = commit();
    if (row === null) return written;
    const timeout_ms = Math.max(0, ends_at - performance.now());
    const result = await behaviour.replicate(row, { ...quorum, timeout_ms }, { store, kind });
    written = { row, result };
    if (result.met || result.newer === null || round === ROUNDS_MAX) return written;
    behaviour.takeIn(store, [result.newer], 'push');
  }
}
