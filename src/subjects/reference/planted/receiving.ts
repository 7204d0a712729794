// Defects of what a node does with rows that other nodes wrote.

import { type Behaviour, RIGHT } from '../behaviour.ts';
import type { Store } from '../store.ts';
import { isSpoiled } from './some-rows.ts';

const NO_AUTHOR = 'host:replica';

/** The watermark moves on all the same, so that no later round asks for them again. */
export const loseCatchUpRows: Behaviour['takeIn'] = (store, rows, way) =>
  RIGHT.takeIn(store, way === 'catch-up' ? rows.filter((row) => !isSpoiled(row)) : rows, way);

/**
 * Who first wrote a row, and when, is what this node says of it, whatever it hears later. The time of its change
 * stays: a new one would make the row the newest version everywhere.
 */
export const rewriteReplicas: Behaviour['takeIn'] = (store, rows, way) => {
  const fresh = { agent_id: NO_AUTHOR, created_at: store.clock.now() };
  const rewritten = rows.map((row) => {
    const { agent_id, created_at } = store.find(row.namespace, row.title) ?? fresh;
    return { ...row, agent_id, created_at };
  });
  return RIGHT.takeIn(store, rewritten, way);
};

/** Kept beside the rows: a node that starts again knows them by it. */
const UNINDEXED = 'CREATE TABLE IF NOT EXISTS unindexed (id TEXT PRIMARY KEY) STRICT';

export const skipIndexOfReplicas: Pick<Behaviour, 'takeIn' | 'recall'> = {
  takeIn: (store, rows, way) =>
    store.transaction(() => {
      const fresh = rows.filter((row) => store.get(row.id) === null);
      const done = RIGHT.takeIn(store, rows, way);
      for (const { id } of fresh) unindexed(store, 'INSERT OR IGNORE INTO unindexed VALUES (?)').run(id);
      return done;
    }),
  recall: (store, ...asked) =>
    RIGHT.recall(store, ...asked).filter(
      ({ id }) => unindexed(store, 'SELECT 1 FROM unindexed WHERE id = ?').get(id) === undefined,
    ),
};

function unindexed(store: Store, sql: string): ReturnType<Store['statement']> {
  store.statement(UNINDEXED).run();
  return store.statement(sql);
}
