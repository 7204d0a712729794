// Defects of a node's start.

import { rmSync } from 'node:fs';
import { type Behaviour, RIGHT } from '../behaviour.ts';
import type { Row } from '../memory.ts';
import { type Store, toRow } from '../store.ts';
import type { Defects } from './defect.ts';

/** As if the store had never been on a disk. */
const openEmpty: Behaviour['open'] = (file, clock) => {
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
const goBackAtStart: Pick<Behaviour, 'open' | 'get' | 'list'> = {
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

const COMMIT_EVERY_MS = 300;

/** What was written since the last commit is gone where the process is killed, however soon it was acked. */
const commitSeldom: Behaviour['open'] = (file, clock) => {
  const store = RIGHT.open(file, clock);
  const { database } = store;
  database.exec('BEGIN');
  setInterval(() => {
    if (!database.isOpen) return;
    database.exec('COMMIT');
    database.exec('BEGIN');
  }, COMMIT_EVERY_MS).unref();
  return store;
};

/** Every start takes back every delete that the node had heard of. */
const undeleteAtStart: Behaviour['open'] = (file, clock) => {
  const store = RIGHT.open(file, clock);
  for (const { id } of store.statement('SELECT id FROM memory WHERE deleted = 1').all())
    store.update(String(id), { deleted: false });
  return store;
};

export const STARTING: Defects = {
  'forgets-store': {
    does: 'empties its whole store at every start',
    raises: 'forgotten',
    planted: { open: openEmpty },
  },
  'goes-back-at-start': {
    does: 'gives, after a start, of each row once more the version before the last one',
    raises: 'non_monotonic_read',
    planted: goBackAtStart,
  },
  'commits-seldom': {
    does: 'commits every 300 ms, so that SIGKILL takes what was acked since',
    raises: 'forgotten',
    planted: { open: commitSeldom },
  },
  'never-syncs': {
    does: 'never asks its disk to keep what it wrote, so that a loss of power takes what was acked',
    raises: 'forgotten',
    planted: { sync: async () => {} },
  },
  'revives-at-start': {
    does: 'takes back every delete when it starts',
    raises: 'resurrected',
    planted: { open: undeleteAtStart },
  },
};
