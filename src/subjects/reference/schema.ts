// The store's one SQLite file: opening it, and the tables in it. Rows carry `seq`, the order in which this
// node last changed them; peers page by it, so that a row which arrives late is still found.

import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

const SCHEMA_VERSION = 2;
const BUSY_MS_MAX = 5_000;
/** Pages of log, 4 KiB each, before it is moved into the file: that waits for the disk, and all writers with it. */
const LOG_PAGES_MAX = 10_000;

const TABLES = `
CREATE TABLE memory (
  row INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  namespace TEXT NOT NULL,
  title TEXT NOT NULL,
  content TEXT NOT NULL,
  tier TEXT NOT NULL,
  tags TEXT NOT NULL,
  priority INTEGER NOT NULL,
  confidence REAL NOT NULL,
  source TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  metadata TEXT NOT NULL,
  created_at TEXT NOT NULL,
  updated_at TEXT NOT NULL,
  version TEXT NOT NULL,
  expires_at TEXT,
  deleted INTEGER NOT NULL,
  former_ids TEXT NOT NULL,
  digest TEXT NOT NULL,
  seq INTEGER NOT NULL UNIQUE,
  UNIQUE (namespace, title)
) STRICT;
CREATE INDEX memory_order ON memory (priority DESC, updated_at DESC, id);
CREATE INDEX memory_updated ON memory (updated_at, id);
CREATE INDEX memory_version ON memory (version);
CREATE TABLE former_id (id TEXT PRIMARY KEY, memory_id TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE watermark (peer TEXT PRIMARY KEY, cursor TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE counter (seq INTEGER NOT NULL) STRICT;
INSERT INTO counter (seq) VALUES (0);
CREATE VIRTUAL TABLE word USING fts5 (title, content, tags, content='memory', content_rowid='row');
CREATE TRIGGER memory_added AFTER INSERT ON memory BEGIN
  INSERT INTO word (rowid, title, content, tags) VALUES (new.row, new.title, new.content, new.tags);
END;
CREATE TRIGGER memory_changed AFTER UPDATE OF title, content, tags ON memory BEGIN
  INSERT INTO word (word, rowid, title, content, tags) VALUES ('delete', old.row, old.title, old.content, old.tags);
  INSERT INTO word (rowid, title, content, tags) VALUES (new.row, new.title, new.content, new.tags);
END;
CREATE TRIGGER memory_removed AFTER DELETE ON memory BEGIN
  INSERT INTO word (word, rowid, title, content, tags) VALUES ('delete', old.row, old.title, old.content, old.tags);
END;
PRAGMA user_version = ${SCHEMA_VERSION};
`;

/**
 * Opens the store's file, and makes it where it is not there. WAL with `synchronous=FULL`: what was committed is on
 * the disk, so that it outlives the death of the process and a loss of power. A node that serves decides
 * for itself when its log is synced (log-sync.ts).
 */
export function openDatabase(file: string): DatabaseSync {
  mkdirSync(dirname(file), { recursive: true });
  const database = new DatabaseSync(file, { timeout: BUSY_MS_MAX });
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = ${LOG_PAGES_MAX};`);
  inTransaction(database, () => {
    const version = Number(database.prepare('PRAGMA user_version').get()?.user_version);
    if (version === SCHEMA_VERSION) return;
    if (version !== 0) throw new Error(`${file}: expected schema ${SCHEMA_VERSION}, found ${version}`);
    database.exec(TABLES);
    newStoreId(database);
  });
  return database;
}

/** A store that starts a new life (made, or restored) is another store: peers read it from its beginning. */
export function newStoreId(database: DatabaseSync): void {
  database.prepare(`INSERT OR REPLACE INTO setting VALUES ('store_id', ?)`).run(randomUUID());
}

/** "ok", or what SQLite and the word index find wrong. */
export function integrityOf(database: DatabaseSync): string {
  try {
    database.exec(`INSERT INTO word (word) VALUES ('integrity-check')`);
  } catch (cause) {
    return `word index: ${(cause as Error).message}`;
  }
  const found = database.prepare('PRAGMA integrity_check').all();
  return found.map((record) => String(record.integrity_check)).join('; ');
}

/** Runs `work` in one write transaction: all of it is there after, or nothing. */
export function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (cause) {
    // a full disk has ended it already
    if (database.isTransaction) database.exec('ROLLBACK');
    throw cause;
  }
}
