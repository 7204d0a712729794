// The Postgres side of a migration. Times are timestamptz, which keeps microseconds: the last three digits
// that SQLite keeps are cut, and the subject declares it. One connection and unnamed statements only, so
// that a server of one connection at a time is enough.

import { Client } from 'pg';
import { normalTime } from '../clock.ts';
import type { Row } from '../memory.ts';
import { merge } from '../merge.ts';
import { POSTGRES_TABLE } from './postgres-table.ts';
import type { RowStore } from './row-store.ts';

const CONNECT_MS_MAX = 15_000;

// texts sort by bytes, as in SQLite; metadata stays the text it was, for jsonb would reorder its keys,
// round its numbers and refuse some strings that JSON allows
const TABLE = `CREATE TABLE IF NOT EXISTS ${POSTGRES_TABLE} (
  id text COLLATE "C" PRIMARY KEY, namespace text COLLATE "C" NOT NULL, title text COLLATE "C" NOT NULL,
  content text NOT NULL, tier text NOT NULL, tags text NOT NULL, priority integer NOT NULL,
  confidence double precision NOT NULL, source text NOT NULL, agent_id text NOT NULL, metadata text NOT NULL,
  created_at timestamptz NOT NULL, updated_at timestamptz NOT NULL,
  version text COLLATE "C" NOT NULL, expires_at timestamptz,
  deleted boolean NOT NULL, former_ids text NOT NULL, UNIQUE (namespace, title))`;

const RECORD = `id text, namespace text, title text, content text, tier text, tags text, priority integer,
  confidence double precision, source text, agent_id text, metadata text, created_at timestamptz,
  updated_at timestamptz, version text, expires_at timestamptz, deleted boolean, former_ids text`;

const NAMES = RECORD.split(',').map((column) => column.trim().split(' ')[0] as string);

const SAVE = `INSERT INTO ${POSTGRES_TABLE} (${NAMES.join(', ')})
  SELECT ${NAMES.join(', ')} FROM json_to_recordset($1::json) AS incoming (${RECORD})
  ON CONFLICT (namespace, title) DO UPDATE SET ${NAMES.map((name) => `${name} = excluded.${name}`).join(', ')}`;

const time = (name: string): string =>
  `to_char(${name} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') AS ${name}`;
const SELECT = `SELECT ${NAMES.map((name) => (name.endsWith('_at') ? time(name) : name)).join(', ')} FROM ${POSTGRES_TABLE}`;

export class PostgresRows implements RowStore {
  readonly #client: Client;

  private constructor(client: Client) {
    this.#client = client;
  }

  static async connect(url: string, mode: 'read' | 'write'): Promise<PostgresRows> {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX });
    // a connection lost between two statements is reported by the next one
    client.on('error', () => {});
    await client.connect();
    if (mode === 'write') await client.query(TABLE);
    return new PostgresRows(client);
  }

  async page(after: { namespace: string; title: string } | null, limit: number, namespace: string | null) {
    const where = 'WHERE NOT deleted AND ($1::text IS NULL OR namespace = $1) AND (namespace, title) > ($2, $3)';
    const { rows } = await this.#client.query(`${SELECT} ${where} ORDER BY namespace, title LIMIT $4`, [
      namespace,
      after?.namespace ?? '',
      after?.title ?? '',
      limit,
    ]);
    return rows.map(toRow);
  }

  async write(rows: readonly Row[]): Promise<number> {
    await this.#client.query('BEGIN');
    try {
      const existing = await this.#existing(rows);
      const joined = rows.map((row) => {
        const known = existing.get(key(row));
        return toRecord(known ? merge(known, microseconds(row)) : row);
      });
      const { rowCount } = await this.#client.query(SAVE, [JSON.stringify(joined)]);
      await this.#client.query('COMMIT');
      return rowCount ?? 0;
    } catch (cause) {
      await this.#client.query('ROLLBACK');
      throw cause;
    }
  }

  async close(): Promise<void> {
    await this.#client.end();
  }

  async #existing(rows: readonly Row[]): Promise<Map<string, Row>> {
    const keys = JSON.stringify(rows.map(({ namespace, title }) => ({ namespace, title })));
    const where = `WHERE (namespace, title) IN
      (SELECT namespace, title FROM json_to_recordset($1::json) AS wanted (namespace text, title text)) FOR UPDATE`;
    const found = await this.#client.query(`${SELECT} ${where}`, [keys]);
    return new Map(found.rows.map(toRow).map((row) => [key(row), row]));
  }
}

const key = (row: Row): string => JSON.stringify([row.namespace, row.title]);

function toRow(record: Record<string, unknown>): Row {
  const own = (name: string) => (record[name] === null ? null : normalTime(String(record[name])));
  return {
    ...(record as unknown as Row),
    tags: JSON.parse(String(record.tags)),
    metadata: JSON.parse(String(record.metadata)),
    former_ids: JSON.parse(String(record.former_ids)),
    created_at: own('created_at') ?? '',
    updated_at: own('updated_at') ?? '',
    expires_at: own('expires_at'),
  };
}

/** Times are cut here: left to Postgres, the seventh digit would round the sixth up. */
const toRecord = (row: Row): Record<string, unknown> => ({
  ...microseconds(row),
  tags: JSON.stringify(row.tags),
  metadata: JSON.stringify(row.metadata),
  former_ids: JSON.stringify(row.former_ids),
});

const cut = (at: string): string => at.replace(/(\.\d{6})\d{3}/, '$1000');

const microseconds = (row: Row): Row => ({
  ...row,
  created_at: cut(row.created_at),
  updated_at: cut(row.updated_at),
  expires_at: row.expires_at === null ? null : cut(row.expires_at),
});
