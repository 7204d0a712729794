// Defects of a node that keeps to itself what it acked: no peer ever hears of it.

import { type Behaviour, RIGHT, type WriteKind } from '../behaviour.ts';
import type { Row } from '../memory.ts';
import { clampWrites } from '../quorum.ts';
import type { Store } from '../store.ts';
import type { Defects } from './defect.ts';

/** Kept beside the rows: a node that starts again knows them by it. */
const KEPT =
  'CREATE TABLE IF NOT EXISTS kept (id TEXT NOT NULL, version TEXT NOT NULL, PRIMARY KEY (id, version)) STRICT';

/** Such a write is acked by the node that took it, and neither pushed nor given to a peer that catches up. */
const keepToItself = (kind: WriteKind): Pick<Behaviour, 'replicate' | 'changes'> => ({
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

export const KEEPING: Defects = {
  'keeps-updates': {
    does: 'acknowledges an update by itself, and no peer ever hears of it',
    raises: 'stale_for_good',
    planted: keepToItself('update'),
  },
  'keeps-links': {
    does: 'acknowledges a link by itself, and no peer ever hears of it',
    raises: 'stale_for_good',
    planted: keepToItself('link'),
  },
  'keeps-bulk-rows': {
    does: 'acknowledges rows that came many at once by itself, and no peer ever hears of them',
    raises: 'missing',
    planted: keepToItself('bulk'),
  },
  'keeps-consolidations': {
    does: 'acknowledges by itself that one row takes the place of others, and no peer ever hears of it',
    raises: 'half_deleted',
    planted: keepToItself('consolidate'),
  },
};
