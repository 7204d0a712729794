// The SQLite side of a migration: a node's own file.

import { existsSync } from 'node:fs';
import { Clock } from '../clock.ts';
import type { Row } from '../memory.ts';
import { Store, toRow } from '../store.ts';
import type { RowStore } from './row-store.ts';

export class SqliteRows implements RowStore {
  readonly #store: Store;

  constructor(file: string, mode: 'read' | 'write') {
    // a store to read from that is not there is a mistake in the address, not an empty store
    if (mode === 'read' && !existsSync(file)) throw new Error(`${file}: expected a store, found nothing`);
    this.#store = new Store(file, new Clock());
  }

  async page(after: { namespace: string; title: string } | null, limit: number, namespace: string | null) {
    const sql = `SELECT * FROM memory WHERE deleted = 0 AND (namespace, title) > (?, ?) AND (? IS NULL OR namespace = ?)
      ORDER BY namespace, title LIMIT ?`;
    const from = [after?.namespace ?? '', after?.title ?? ''];
    const records = this.#store.statement(sql).all(...from, namespace, namespace, limit);
    return records.map(toRow);
  }

  async write(rows: readonly Row[]): Promise<number> {
    const { applied, skipped } = this.#store.apply(rows);
    if (skipped.length > 0) throw new Error(`${skipped.map((row) => row.id).join(', ')}: another memory has this id`);
    return applied;
  }

  async close(): Promise<void> {
    this.#store.close();
  }
}
