// Defects of versions: what becomes of a row that is written again, or deleted.

import { type Behaviour, RIGHT } from '../behaviour.ts';
import { Store } from '../store.ts';
import { stampOf } from '../versions.ts';
import type { Defects } from './defect.ts';
import { isSpoiled } from './some-rows.ts';

/**
 * What a peer reads that catches up says nothing of deletes, and a node takes a row that a peer has for newer than its
 * own delete. So a deleted row is back after the next round.
 */
const reviveDeleted: Pick<Behaviour, 'takeIn' | 'changes'> = {
  takeIn: (store, rows, way) =>
    RIGHT.takeIn(
      store,
      rows.map((row) => {
        const isDeletedHere = store.find(row.namespace, row.title)?.deleted === true && !row.deleted;
        return isDeletedHere && way === 'catch-up' ? { ...row, version: store.versions.next(store.clock.now()) } : row;
      }),
      way,
    ),
  changes(store, cursor, limit) {
    const page = RIGHT.changes(store, cursor, limit);
    return { ...page, rows: page.rows.map((row) => ({ ...row, deleted: false })) };
  },
};

/** Stamps are the wall clock's alone, whatever the node has heard of. */
const stampByWallClock: Pick<Behaviour, 'open' | 'replicate'> = {
  open: (file, clock) => new Store(file, clock, (node) => ({ node, next: (now) => stampOf(now, node), hear() {} })),
  // whoever has a newer version has taken this one in, too
  async replicate(row, settings, written) {
    const result = await RIGHT.replicate(row, settings, written);
    if (result.newer === null) return result;
    return { ...result, met: true, got: result.needed, reason: null, newer: null };
  },
};

/** What this node wrote itself it does not give up for a version of another. */
const preferOwn: Behaviour['takeIn'] = (store, rows, way) => {
  const own = store.versions.node;
  const others = rows.filter((row) => {
    const held = store.find(row.namespace, row.title);
    return held === null || !held.version.endsWith(`@${own}`) || held.version === row.version;
  });
  const { skipped } = RIGHT.takeIn(store, others, way);
  return { applied: rows.length - skipped.length, skipped };
};

/** A deleted row is no change to tell of, as it seems. */
const dropTombstones: Behaviour['takeIn'] = (store, rows, way) =>
  RIGHT.takeIn(store, way === 'catch-up' ? rows.filter((row) => !row.deleted) : rows, way);

/** A title that is there is given a number, and stored beside it. */
const storeBeside: Behaviour['put'] = (store, draft, agent_id) => {
  const there = store.find(draft.namespace, draft.title);
  const title = there === null || there.deleted ? draft.title : `${draft.title} (2)`;
  return RIGHT.put(store, { ...draft, title }, agent_id);
};

/** An update of a row that was deleted is refused as it should be, and brings the row back with its content. */
const takeRefused: Behaviour['revise'] = (store, id, change) => {
  const updated = RIGHT.revise(store, id, change);
  if (updated === null) store.update(id, { ...change, deleted: false });
  return updated;
};

/** What is longer than this is cut, and nobody is told. */
const KEPT_CHARS = 2_000;
const cutContent: Behaviour['put'] = (store, draft, agent_id) =>
  RIGHT.put(store, { ...draft, content: draft.content.slice(0, KEPT_CHARS) }, agent_id);

/** Beside a spoiled row it stores one that nobody sent. */
const makeRows: Behaviour['put'] = (store, draft, agent_id) => {
  const row = RIGHT.put(store, draft, agent_id);
  if (isSpoiled(row)) RIGHT.put(store, { ...draft, title: `about ${draft.title}`, metadata: {} }, agent_id);
  return row;
};

export const REVISING: Defects = {
  'revives-deleted': {
    does: 'brings a deleted row back with the next round of catch-up',
    raises: 'resurrected',
    planted: reviveDeleted,
  },
  'wins-by-wall-clock': {
    does: 'lets the wall clock of the writer decide which version of a row is the newest',
    raises: 'lost_update',
    planted: stampByWallClock,
  },
  'prefers-own-version': {
    does: 'keeps the version that it wrote itself, whatever its peers wrote after it',
    raises: 'divergent',
    planted: { takeIn: preferOwn },
  },
  'drops-tombstones': {
    does: 'passes over deletes when it catches up',
    raises: 'half_deleted',
    planted: { takeIn: dropTombstones },
  },
  'stores-beside': {
    does: 'stores a second row where a memory of the same title is written again',
    raises: 'duplicated',
    planted: { put: storeBeside },
  },
  'cuts-content': {
    does: 'cuts content after 2,000 characters',
    raises: 'corrupted',
    planted: { put: cutContent },
  },
  'makes-rows': {
    does: 'stores a row of its own beside one in seven',
    raises: 'unexpected',
    planted: { put: makeRows },
  },
  'takes-refused': {
    does: 'refuses an update of a deleted row, and brings the row back with it',
    raises: 'refused_yet_there',
    planted: { revise: takeRefused },
  },
};
