// The curator looks over all memories and says what it would tidy: expired rows, and the same content
// under several titles. It has no language model, and says so the way the field's curators do.

import type { Row } from './memory.ts';
import { list } from './queries.ts';
import type { Store } from './store.ts';

const NO_MODEL = 'no LLM client configured';

export interface CuratorReport {
  started_at: string;
  completed_at: string;
  memories_scanned: number;
  memories_eligible: number;
  expired: number;
  duplicates: { content_of: string; ids: string[] }[];
  collected: number;
  errors: string[];
  dry_run: boolean;
}

/** One pass. A dry run changes nothing. */
export function curate(store: Store, dry_run: boolean): CuratorReport {
  const started_at = store.clock.now();
  const rows = list(store, {}, -1);
  const expired = expiredIds(store, started_at);
  return {
    started_at,
    memories_scanned: rows.length + expired.length,
    memories_eligible: rows.filter((row) => row.tags.length === 0).length,
    expired: expired.length,
    duplicates: duplicates(rows),
    collected: dry_run ? 0 : collectExpired(store),
    errors: [NO_MODEL],
    dry_run,
    completed_at: store.clock.now(),
  };
}

/** Deletes what has expired, as any deletion: the other nodes hear of it. */
export function collectExpired(store: Store): number {
  return store.transaction(() => {
    const ids = expiredIds(store, store.clock.now());
    for (const id of ids) store.update(id, { deleted: true });
    return ids.length;
  });
}

/** Rows of one namespace that say the same, by the first of them. */
export function duplicates(rows: readonly Row[]): CuratorReport['duplicates'] {
  const groups = Map.groupBy(rows, (row) => JSON.stringify([row.namespace, row.content]));
  return [...groups.values()]
    .filter((group) => group.length > 1)
    .map((group) => ({ content_of: group[0]?.title ?? '', ids: group.map((row) => row.id) }));
}

const expiredIds = (store: Store, now: string): string[] =>
  store
    .statement('SELECT id FROM memory WHERE deleted = 0 AND expires_at <= ? ORDER BY id')
    .all(now)
    .map((record) => String(record.id));
