// Defects of what a node does with rows that other nodes wrote.

import { randomUUID } from 'node:crypto';
import { type Behaviour, RIGHT } from '../behaviour.ts';
import { type Store, toRow } from '../store.ts';
import type { Defects } from './defect.ts';
import { isSpoiled } from './some-rows.ts';

const NO_AUTHOR = 'host:replica';

/** The watermark moves on all the same, so that no later round asks for them again. */
const loseCatchUpRows: Behaviour['takeIn'] = (store, rows, way) =>
  RIGHT.takeIn(store, way === 'catch-up' ? rows.filter((row) => !isSpoiled(row)) : rows, way);

/**
 * Who first wrote a row, and when, is what this node says of it, whatever it hears later. The time of its change
 * stays: a new one would make the row the newest version everywhere.
 */
const rewriteReplicas: Behaviour['takeIn'] = (store, rows, way) => {
  const fresh = { agent_id: NO_AUTHOR, created_at: store.clock.now() };
  const rewritten = rows.map((row) => {
    const { agent_id, created_at } = store.find(row.namespace, row.title) ?? fresh;
    return { ...row, agent_id, created_at };
  });
  return RIGHT.takeIn(store, rewritten, way);
};

/** Kept beside the rows: a node that starts again knows them by it. */
const UNINDEXED = 'CREATE TABLE IF NOT EXISTS unindexed (id TEXT PRIMARY KEY) STRICT';

const skipIndexOfReplicas: Pick<Behaviour, 'takeIn' | 'recall'> = {
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

/** A spoiled row that is pushed is said to be taken in, and is not; a later round of catch-up brings it. */
const takeInByWord: Behaviour['takeIn'] = (store, rows, way) => {
  if (way === 'catch-up') return RIGHT.takeIn(store, rows, way);
  const { skipped } = RIGHT.takeIn(
    store,
    rows.filter((row) => !isSpoiled(row)),
    way,
  );
  return { applied: rows.length - skipped.length, skipped };
};

/** A spoiled row is taken in twice, the second time beside itself. */
const takeInTwice: Behaviour['takeIn'] = (store, rows, way) => {
  const again = rows
    .filter((row) => isSpoiled(row) && store.get(row.id) === null)
    .map((row) => ({ ...row, id: randomUUID(), title: `${row.title} (again)` }));
  const done = RIGHT.takeIn(store, rows, way);
  store.apply(again);
  return done;
};

/** Of two spoiled rows of one page each is given what the other says. */
const mixUpContents: Behaviour['takeIn'] = (store, rows, way) => {
  const spoiled = rows.filter((row) => isSpoiled(row) && store.get(row.id) === null);
  const contents = new Map(spoiled.map((row, n) => [row.id, spoiled[(n + 1) % spoiled.length]?.content]));
  const mixed = rows.map((row) => ({ ...row, content: contents.get(row.id) ?? row.content }));
  return RIGHT.takeIn(store, mixed, way);
};

/** Peers that catch up are given what was written after the newest time that they have seen, by the writers' clocks. */
const tellByTime: Behaviour['changes'] = (store, cursor, limit) => tellAfter(store, cursor ?? '', limit);

/** The same, with the time cut to seconds: what else was written in that second is passed over. */
const tellBySecond: Behaviour['changes'] = (store, cursor, limit) => {
  const second = cursor === null ? '' : `${cursor.slice(0, SECOND_CHARS)}~`;
  return tellAfter(store, second, limit);
};
const SECOND_CHARS = '2021-02-03T04:05:06'.length;

function tellAfter(store: Store, time: string, limit: number): ReturnType<Behaviour['changes']> {
  const rows = store.statement(WRITTEN_AFTER).all(time, limit).map(toRow);
  return { rows, next: rows.at(-1)?.updated_at ?? time };
}
const WRITTEN_AFTER = 'SELECT * FROM memory WHERE updated_at > ? ORDER BY updated_at LIMIT ?';

export const RECEIVING: Defects = {
  'loses-catch-up-rows': {
    does: 'loses one row in seven of what it catches up on, for good',
    raises: 'missing',
    planted: { takeIn: loseCatchUpRows },
  },
  'skips-index-of-replicas': {
    does: 'does not index rows that came from peers, so that recall misses them',
    raises: 'unsearchable',
    planted: skipIndexOfReplicas,
  },
  'rewrites-replicas': {
    does: 'puts another author and time of creation on rows that came from peers',
    raises: 'disagreement',
    planted: { takeIn: rewriteReplicas },
  },
  'takes-in-by-word': {
    does: 'says that it took in a pushed row, and did not, for one row in seven',
    raises: 'under_replicated',
    planted: { takeIn: takeInByWord },
  },
  'takes-in-twice': {
    does: 'stores one row in seven of its peers twice',
    raises: 'duplicated',
    planted: { takeIn: takeInTwice },
  },
  'mixes-up-contents': {
    does: 'gives rows of one page of catch-up each other’s content',
    raises: 'corrupted',
    planted: { takeIn: mixUpContents },
  },
  'tells-by-time': {
    does: 'gives peers that catch up what is newer, by the writers’ clocks, than the newest that they have seen',
    raises: 'missing',
    planted: { changes: tellByTime },
  },
  'tells-by-second': {
    does: 'passes over what was written in the second at which a peer’s last catch-up ended',
    raises: 'missing',
    planted: { changes: tellBySecond },
  },
};
