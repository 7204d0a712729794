// Defects of versions: what becomes of a row that is written again, or deleted.

import { type Behaviour, RIGHT, type WriteKind } from '../behaviour.ts';
import type { Row } from '../memory.ts';
import { clampWrites } from '../quorum.ts';
import { Store } from '../store.ts';
import { stampOf } from '../versions.ts';

/** Kept beside the rows: a node that starts again knows them by it. */
const KEPT =
  'CREATE TABLE IF NOT EXISTS kept (id TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (id, version)) STRICT';

/** Such a write is acked by the node that took it, and neither pushed nor given to a peer that catches up. */
export const keepToItself = (kind: WriteKind): Pick<Behaviour, 'replicate' | 'changes'> => ({
  async replicate(row, settings, written) {
    if (written.kind !== kind) return RIGHT.replicate(row, settings, written);
    kept(written.store, 'INSERT OR IGNORE INTO kept VALUES (?, ?)').run(row.id, row.version);
    const needed = clampWrites(settings.writes, settings.peers.length);
    return { met: true, got: needed, needed, reason: null, newer: null };
  },
  changes(store, ...asked) {
    const page = RIGHT.changes(store, ...asked);
    const isKept = (row: Row) =>
      kept(store, 'SELECT 1 FROM kept WHERE id = ? AND version = ?').get(row.id, row.version) !== undefined;
    return { ...page, rows: page.rows.filter((row) => !isKept(row)) };
  },
});

function kept(store: Store, sql: string): ReturnType<Store['statement']> {
  store.statement(KEPT).run();
  return store.statement(sql);
}

/**
 * What a peer reads that catches up says nothing of deletes, and a node takes a row that a peer has for newer than its
 * own delete. So a deleted row is back after the next round.
 */
export const reviveDeleted: Pick<Behaviour, 'takeIn' | 'changes'> = {
  takeIn: (store, rows, way) =>
    RIGHT.takeIn(
      store,
      rows.map((row) => {
        const isDeletedHere = store.find(row.namespace, row.title)?.deleted === true && !row.deleted;
        return isDeletedHere && way === 'catch-up' ? { ...row, version: store.versions.next(store.clock.now()) } : row;
      }),
      way,
    ),
  changes(store, cursor, limit) {
    const page = RIGHT.changes(store, cursor, limit);
    return { ...page, rows: page.rows.map((row) => ({ ...row, deleted: false })) };
  },
};

/** Stamps are the wall clock's alone, whatever the node has heard of. */
export const stampByWallClock: Pick<Behaviour, 'open' | 'replicate'> = {
  open: (file, clock) => new Store(file, clock, (node) => ({ node, next: (now) => stampOf(now, node), hear() {} })),
  // whoever has a newer version has taken this one in, too
  async replicate(row, settings, written) {
    const result = await RIGHT.replicate(row, settings, written);
    if (result.newer === null) return result;
    return { ...result, met: true, got: result.needed, reason: null, newer: null };
  },
};

/** What this node wrote itself it does not give up for a version of another. */
export const preferOwn: Behaviour['takeIn'] = (store, rows, way) => {
  const own = store.versions.node;
  const others = rows.filter((row) => {
    const held = store.find(row.namespace, row.title);
    return held === null || !held.version.endsWith(`@${own}`) || held.version === row.version;
  });
  const { skipped } = RIGHT.takeIn(store, others, way);
  return { applied: rows.length - skipped.length, skipped };
};

/** A deleted row is no change to tell of, as it seems. */
export const dropTombstones: Behaviour['takeIn'] = (store, rows, way) =>
  RIGHT.takeIn(store, way === 'catch-up' ? rows.filter((row) => !row.deleted) : rows, way);

/** A title that is there is given a number, and stored beside it. */
export const storeBeside: Behaviour['put'] = (store, draft, agent_id) => {
  const there = store.find(draft.namespace, draft.title);
  const title = there === null || there.deleted ? draft.title : `${draft.title} (2)`;
  return RIGHT.put(store, { ...draft, title }, agent_id);
};
