// One node's rows, in its SQLite file. Every write is committed when the call returns.
// Writes of clients (`put`) and versions from other nodes (`apply`) end in the same merge.

import { randomUUID } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';
import { addSeconds, type Clock } from './clock.ts';
import { type Draft, Refusal, type Row, type Tier, TTL_SECS } from './memory.ts';
import { digestOf, equalRows, merge } from './merge.ts';
import { inTransaction, openDatabase } from './schema.ts';
import { hybridVersions, NODE_CHARS, type Versions } from './versions.ts';

/** The fields that `update` may set anew. */
export type Change = Partial<Pick<Row, 'content' | 'tags' | 'metadata' | 'deleted' | 'source' | 'expires_at'>> & {
  tier?: Tier;
  priority?: number;
};

const COLUMNS = `id, namespace, title, content, tier, tags, priority, confidence, source, agent_id, metadata,
  created_at, updated_at, version, expires_at, deleted, former_ids`;

const SAVE = `INSERT INTO memory (${COLUMNS}, digest, seq) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
  ON CONFLICT (namespace, title) DO UPDATE SET id = excluded.id, content = excluded.content, tier = excluded.tier,
  tags = excluded.tags, priority = excluded.priority, confidence = excluded.confidence, source = excluded.source,
  agent_id = excluded.agent_id, metadata = excluded.metadata, created_at = excluded.created_at,
  updated_at = excluded.updated_at, version = excluded.version, expires_at = excluded.expires_at, deleted = excluded.deleted,
  former_ids = excluded.former_ids, digest = excluded.digest, seq = excluded.seq`;

const NAME_AND_NEWEST = `SELECT value AS id, (SELECT max(version) FROM memory) AS newest FROM setting
  WHERE name = 'store_id'`;

export class Store {
  readonly file: string;
  readonly clock: Clock;
  readonly database: DatabaseSync;
  readonly versions: Versions;
  readonly #statements = new Map<string, ReturnType<DatabaseSync['prepare']>>();

  /** @param versionsOf gives the clock of versions, by the node's name and the newest stamp that its rows have */
  constructor(file: string, clock: Clock, versionsOf = hybridVersions) {
    this.file = file;
    this.clock = clock;
    this.database = openDatabase(file);
    const { id, newest } = this.statement(NAME_AND_NEWEST).get() as { id: string; newest: string | null };
    this.versions = versionsOf(id.replaceAll('-', '').slice(-NODE_CHARS), newest);
  }

  /** Stores a client's memory; the same title in the same namespace becomes a new version of it. */
  put(draft: Draft, agent_id: string): Row {
    return this.transaction(() => {
      const now = this.clock.now();
      if (draft.expires_at !== null && draft.expires_at <= now) throw new Refusal(400, 'expires_at: not in the past');
      const existing = this.find(draft.namespace, draft.title);
      const { ttl_secs, ...fields } = draft;
      const written: Row = {
        ...fields,
        expires_at: expiry(draft, now),
        id: existing?.id ?? randomUUID(),
        agent_id: existing?.agent_id ?? agent_id,
        created_at: existing?.created_at ?? now,
        updated_at: now,
        version: this.versions.next(now),
        deleted: false,
        former_ids: [],
      };
      return this.#save(existing ? merge(existing, written) : written);
    });
  }

  /** Writes a new version of the row `id`, also where it is deleted; null where there is none. Tier and priority only rise. */
  update(id: string, change: Change): Row | null {
    return this.transaction(() => {
      const existing = this.get(id);
      if (!existing) return null;
      const updated_at = this.clock.now();
      const version = this.versions.next(updated_at);
      return this.#save(merge(existing, { ...existing, ...change, updated_at, version }));
    });
  }

  /**
   * Lifts the row `id` into the tier that never ends; null where there is none. No new version: this node may not have
   * the newest, and would put an old content above it.
   */
  promote(id: string): Row | null {
    return this.transaction(() => {
      const existing = this.get(id);
      return existing && this.#save(merge(existing, { ...existing, tier: 'long' }));
    });
  }

  /** Takes in versions that other nodes wrote. Says which rows could not be taken. */
  apply(rows: readonly Row[]): { applied: number; skipped: Row[] } {
    return this.transaction(() => {
      const skipped: Row[] = [];
      for (const row of rows) {
        this.versions.hear(row.version);
        const existing = this.find(row.namespace, row.title);
        // most of what a node hears of it holds already: that must cost little
        if (existing && equalRows(existing, row)) continue;
        if (existing?.id !== row.id && this.#isAnother(row)) {
          skipped.push(row);
          continue;
        }
        const joined = existing ? merge(existing, row) : row;
        if (!existing || !equalRows(joined, existing)) this.#save(joined);
      }
      return { applied: rows.length - skipped.length, skipped };
    });
  }

  /** The row with this id, now or formerly; null where it is deleted. */
  live(id: string): Row | null {
    const row = this.get(id);
    return row?.deleted ? null : row;
  }

  /** The row with this id, now or formerly; deleted ones too. */
  get(id: string): Row | null {
    const own = this.one(`SELECT * FROM memory WHERE id = ?`, id);
    return own ?? this.one(`SELECT * FROM memory WHERE id = (SELECT memory_id FROM former_id WHERE id = ?)`, id);
  }

  find(namespace: string, title: string): Row | null {
    return this.one('SELECT * FROM memory WHERE namespace = ? AND title = ?', namespace, title);
  }

  one(sql: string, ...values: SQLInputValue[]): Row | null {
    const found = this.statement(sql).get(...values);
    return found ? toRow(found) : null;
  }

  /** Statements are prepared once. */
  statement(sql: string): ReturnType<DatabaseSync['prepare']> {
    const known = this.#statements.get(sql);
    if (known) return known;
    const prepared = this.database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }

  transaction<T>(work: () => T): T {
    return this.database.isTransaction ? work() : inTransaction(this.database, work);
  }

  /** Moves what the log holds into the file, and closes it. */
  close(): void {
    this.#statements.clear();
    this.database.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    this.database.close();
  }

  /** One id under two titles: no node does that, and to take it would overwrite another memory. */
  #isAnother({ id, namespace, title }: Row): boolean {
    const holder = this.get(id);
    return holder !== null && (holder.namespace !== namespace || holder.title !== title);
  }

  #save(row: Row): Row {
    const seq = Number(this.statement('UPDATE counter SET seq = seq + 1 RETURNING seq').get()?.seq);
    this.statement(SAVE).run(...toValues(row), digestOf(row), seq);
    for (const id of row.former_ids) this.statement('INSERT OR REPLACE INTO former_id VALUES (?, ?)').run(id, row.id);
    return row;
  }
}

export function toRow(record: Record<string, unknown>): Row {
  const { row: _row, seq: _seq, score: _score, digest: _digest, ...rest } = record;
  return {
    ...(rest as unknown as Row),
    tags: JSON.parse(String(record.tags)),
    metadata: JSON.parse(String(record.metadata)),
    former_ids: JSON.parse(String(record.former_ids)),
    deleted: record.deleted === 1,
  };
}

/** In the order of COLUMNS. */
const toValues = (row: Row): SQLInputValue[] => [
  row.id,
  row.namespace,
  row.title,
  row.content,
  row.tier,
  JSON.stringify(row.tags),
  row.priority,
  row.confidence,
  row.source,
  row.agent_id,
  JSON.stringify(row.metadata),
  row.created_at,
  row.updated_at,
  row.version,
  row.expires_at,
  row.deleted ? 1 : 0,
  JSON.stringify(row.former_ids),
];

function expiry(draft: Draft, now: string): string | null {
  if (draft.tier === 'long') return null;
  if (draft.expires_at !== null) return draft.expires_at;
  const seconds = draft.ttl_secs ?? TTL_SECS[draft.tier];
  return seconds === null ? null : addSeconds(now, seconds);
}
