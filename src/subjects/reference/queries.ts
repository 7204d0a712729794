// What a store answers about its rows: pages, counts, keyword recall, and the changes that peers page through.

import type { SQLInputValue } from 'node:sqlite';
import { NO_LINKS } from './links.ts';
import type { Row } from './memory.ts';
import { type Store, toRow } from './store.ts';

export const LIST_LIMIT_DEFAULT = 20;
export const CHANGES_LIMIT_DEFAULT = 500;
export const CHANGES_LIMIT_MAX = 10_000;
/** A page of changes ends here even before its limit, so that large rows make no endless answer. */
const CHANGES_BYTES_MAX = 1024 * 1024;
const EXPIRING_SOON_SECS = 24 * 3600;

export interface Filter {
  namespace?: string | undefined;
  tier?: string | undefined;
  tag?: string | undefined;
  agent_id?: string | undefined;
  min_priority?: number | undefined;
  since?: string | undefined;
  until?: string | undefined;
}

/** Rows that are neither deleted nor expired, most important first, newest first among equals. */
export function list(store: Store, filter: Filter, limit: number, offset = 0): Row[] {
  const { where, values } = conditions(store, filter);
  const sql = `SELECT * FROM memory WHERE ${where} ORDER BY priority DESC, updated_at DESC, id LIMIT ? OFFSET ?`;
  return store
    .statement(sql)
    .all(...values, limit, offset)
    .map(toRow);
}

/** Rows that hold any of the words, best match first. A word with a hyphen is looked for as it is. */
export function recall(store: Store, context: string, filter: Filter, limit: number): (Row & { score: number })[] {
  const words = context.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word));
  if (words.length === 0) return [];
  const { where, values } = conditions(store, filter);
  const sql = `SELECT memory.*, -word.rank AS score FROM word JOIN memory ON memory.row = word.rowid
    WHERE word MATCH ? AND ${where} ORDER BY word.rank, id LIMIT ?`;
  const found = store
    .statement(sql)
    .all(words.map((word) => `"${word.replaceAll('"', ' ')}"`).join(' OR '), ...values, limit);
  return found.map((record) => ({ ...toRow(record), score: Number(record.score) }));
}

/** Counts over the whole store; rows whose time is over count until they are collected. */
export function stats(store: Store) {
  const one = (sql: string, ...values: SQLInputValue[]) => Number(store.statement(sql).get(...values)?.n);
  const by = (field: string) => countsBy(store, field, `deleted = 0 AND ${NO_LINKS}`, []);
  return {
    total: one(`SELECT count(*) AS n FROM memory WHERE deleted = 0 AND ${NO_LINKS}`),
    by_tier: by('tier'),
    by_namespace: by('namespace'),
    expiring_soon: one(
      `SELECT count(*) AS n FROM memory WHERE deleted = 0 AND unixepoch(expires_at) < unixepoch(?) + ?`,
      store.clock.now(),
      EXPIRING_SOON_SECS,
    ),
    db_size_bytes: one('SELECT page_count * page_size AS n FROM pragma_page_count, pragma_page_size'),
  };
}

export function namespaces(store: Store): Record<string, unknown>[] {
  const { where, values } = conditions(store, {});
  return countsBy(store, 'namespace', where, values);
}

function countsBy(store: Store, field: string, where: string, values: SQLInputValue[]): Record<string, unknown>[] {
  const sql = `SELECT ${field}, count(*) AS count FROM memory WHERE ${where} GROUP BY 1 ORDER BY 2 DESC, 1`;
  return store
    .statement(sql)
    .all(...values)
    .map((record) => ({ ...record }));
}

/**
 * What changed in this store after `cursor`, in the order in which this store took it in: a row that
 * arrives late, with whatever time its writer's clock gave it, still comes after the cursor. A cursor of
 * another store (a node that was restored is one) starts at the beginning. What the asker says it has, by
 * digest, is passed over.
 */
export function changes(
  store: Store,
  cursor: string | null,
  limit: number,
  have: ReadonlySet<string> = new Set(),
): { rows: Row[]; next: string } {
  const store_id = String(store.statement(`SELECT value FROM setting WHERE name = 'store_id'`).get()?.value);
  const [from_store, from] = (cursor ?? '').split(':');
  let seq = from_store === store_id ? Number(from) || 0 : 0;
  const rows: Row[] = [];
  let bytes = 0;
  for (const record of store.statement('SELECT * FROM memory WHERE seq > ? ORDER BY seq LIMIT ?').iterate(seq, limit)) {
    seq = Number(record.seq);
    if (have.has(String(record.digest))) continue;
    rows.push(toRow(record));
    bytes += Buffer.byteLength(String(record.content)) + Buffer.byteLength(String(record.metadata));
    if (bytes > CHANGES_BYTES_MAX) break;
  }
  return { rows, next: `${store_id}:${seq}` };
}

/** How far this store's own order of changes is. */
export const lastChange = (store: Store): number => Number(store.statement('SELECT seq FROM counter').get()?.seq);

/** Digests of what this store took in after its change `seq`, at most the last `limit` of them. */
export const digestsAfter = (store: Store, seq: number, limit: number): string[] =>
  store
    .statement('SELECT digest FROM memory WHERE seq > ? ORDER BY seq DESC LIMIT ?')
    .all(seq, limit)
    .map((record) => String(record.digest));

/** Rows written after `since`, oldest first: how foreign tools page; nodes use `changes`. */
export function writtenAfter(store: Store, since: string, since_id: string, limit: number): Row[] {
  const sql = 'SELECT * FROM memory WHERE (updated_at, id) > (?, ?) ORDER BY updated_at, id LIMIT ?';
  return store.statement(sql).all(since, since_id, limit).map(toRow);
}

function conditions(store: Store, filter: Filter): { where: string; values: SQLInputValue[] } {
  const parts = ['deleted = 0', NO_LINKS, '(expires_at IS NULL OR expires_at > ?)'];
  const values: SQLInputValue[] = [store.clock.now()];
  const add = (part: string, value: SQLInputValue | undefined) => {
    if (value === undefined) return;
    parts.push(part);
    values.push(value);
  };
  add('namespace = ?', filter.namespace);
  add('tier = ?', filter.tier);
  add('EXISTS (SELECT 1 FROM json_each(memory.tags) WHERE json_each.value = ?)', filter.tag);
  add('agent_id = ?', filter.agent_id);
  add('priority >= ?', filter.min_priority);
  add('created_at >= ?', filter.since);
  add('created_at <= ?', filter.until);
  return { where: parts.join(' AND '), values };
}
