// Defects of a node's start.

import { rmSync } from 'node:fs';
import { type Behaviour, RIGHT } from '../behaviour.ts';
import type { Row } from '../memory.ts';
import { type Store, toRow } from '../store.ts';

/** As if the store had never been on a disk. */
export const openEmpty: Behaviour['open'] = (file, clock) => {
  for (const part of [file, `${file}-wal`, `${file}-shm`]) rmSync(part, { force: true });
  return RIGHT.open(file, clock);
};

/** Of each row, the version before the last one. An upsert's own rule would take the place of a REPLACE in the trigger. */
const BEFORE = `CREATE TABLE IF NOT EXISTS before AS SELECT * FROM memory WHERE 0;
  CREATE INDEX IF NOT EXISTS before_row ON before (row);
  CREATE TRIGGER IF NOT EXISTS keep_before BEFORE UPDATE OF version ON memory WHEN old.version <> new.version BEGIN
    DELETE FROM before WHERE row = old.row;
    INSERT INTO before SELECT * FROM memory WHERE row = old.row;
  END`;

/** Versions that a store still gives, by id: those that it had before its last ones, when it was opened. */
const stale = new WeakMap<Store, Map<string, Row>>();

/** A node that starts again gives of each row once more what it was before, until it is asked for a list. */
export const goBackAtStart: Pick<Behaviour, 'open' | 'get' | 'list'> = {
  open(file, clock) {
    const store = RIGHT.open(file, clock);
    store.database.exec(BEFORE);
    const rows = store.statement('SELECT * FROM before').all().map(toRow);
    stale.set(store, new Map(rows.map((row) => [row.id, row])));
    return store;
  },
  get(store, id) {
    const now = RIGHT.get(store, id);
    const before = now === null ? undefined : stale.get(store)?.get(now.id);
    if (before === undefined) return now;
    stale.get(store)?.delete(before.id);
    return before.deleted ? null : before;
  },
  list(store, ...asked) {
    stale.get(store)?.clear();
    return RIGHT.list(store, ...asked);
  },
};
