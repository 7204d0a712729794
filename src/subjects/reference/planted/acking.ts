// Defects of the acknowledgement.

import { setTimeout as wait } from 'node:timers/promises';
import { type Behaviour, RIGHT } from '../behaviour.ts';
import type { Row } from '../memory.ts';
import { clampWrites, type QuorumResult } from '../quorum.ts';
import type { Store } from '../store.ts';
import type { Defects } from './defect.ts';
import { isSpoiled } from './some-rows.ts';

const TOO_EARLY_MS = 20;

/** A deadline that passed counts as an answer. Peers that all refuse at once are still a refusal. */
const ackWhenLate: Behaviour['replicate'] = async (row, settings, written) => {
  const result = await RIGHT.replicate(row, settings, written);
  return result.reason === 'timeout' ? { ...result, met: true, got: result.needed, reason: null } : result;
};

/** The quorum as it would be, had every peer answered. */
const pretended = ({ writes, peers }: Settings): QuorumResult => {
  const needed = clampWrites(writes, peers.length);
  return { met: true, got: needed, needed, reason: null, newer: null };
};
type Settings = Parameters<Behaviour['replicate']>[1];

/** Whoever has not answered by then is taken to hold the row. */
const ackTooEarly: Behaviour['replicate'] = (row, settings, written) =>
  Promise.race([RIGHT.replicate(row, settings, written), wait(TOO_EARLY_MS, pretended(settings))]);

/** Its own copy is two, so that a write needs one peer less than it should. */
const countItselfTwice: Behaviour['replicate'] = (row, settings, written) =>
  RIGHT.replicate(row, { ...settings, writes: settings.writes - 1 }, written);

/** As soon as the quorum is met the other pushes are called off, as if they had never been begun. */
const stopAtQuorum: Behaviour['replicate'] = (row, settings, written) => {
  const needed = clampWrites(settings.writes, settings.peers.length);
  return RIGHT.replicate(row, { ...settings, peers: settings.peers.slice(0, needed - 1) }, written);
};

/** A spoiled row is answered so late that no quorum explains it. */
const answerLate: Behaviour['replicate'] = async (row, settings, written) => {
  const result = await RIGHT.replicate(row, settings, written);
  if (isSpoiled(row)) await wait(LATE_MS);
  return result;
};
const LATE_MS = 2_450;

/** The row as the store would give it, had it been written; the store is as before. */
function unwritten(store: Store, write: () => Row): Row {
  store.database.exec('BEGIN');
  try {
    return write();
  } finally {
    store.database.exec('ROLLBACK');
  }
}

/** The answer, and the pushes, are on their way before the row is on the disk. */
const ackBeforeCommit: Behaviour['put'] = (store, draft, agent_id) => {
  const row = unwritten(store, () => RIGHT.put(store, draft, agent_id));
  setTimeout(() => store.apply([row]), COMMIT_AFTER_MS);
  return row;
};
const COMMIT_AFTER_MS = 150;

/** A spoiled row is acked, and nowhere. */
const ackWithoutStoring: Pick<Behaviour, 'put' | 'replicate'> = {
  put(store, draft, agent_id) {
    const row = unwritten(store, () => RIGHT.put(store, draft, agent_id));
    if (!isSpoiled(row)) store.apply([row]);
    return row;
  },
  replicate: async (row, settings, written) =>
    isSpoiled(row) ? pretended(settings) : RIGHT.replicate(row, settings, written),
};

/** A write that the disk refuses is acked as if it were there. */
const ackWhenFull: Behaviour['put'] = (store, draft, agent_id) => {
  try {
    return RIGHT.put(store, draft, agent_id);
  } catch {
    return unwritten(store, () => RIGHT.put(store, draft, agent_id));
  }
};

export const ACKING: Defects = {
  'acks-without-quorum': {
    does: 'acknowledges a write when its quorum did not answer in time',
    raises: 'acked_without_quorum',
    planted: { replicate: ackWhenLate },
  },
  'acks-too-early': {
    does: 'acknowledges a write after 20 ms, whoever has answered by then',
    raises: 'under_replicated',
    planted: { replicate: ackTooEarly },
  },
  'acks-before-commit': {
    does: 'acknowledges a write 150 ms before it is on its disk',
    raises: 'forgotten',
    planted: { put: ackBeforeCommit },
  },
  'acks-without-storing': {
    does: 'acknowledges one write in seven that it neither stores nor pushes',
    raises: 'lost',
    planted: ackWithoutStoring,
  },
  'acks-when-full': {
    does: 'acknowledges a write that its disk refused',
    raises: 'forgotten',
    planted: { put: ackWhenFull },
  },
  'answers-late': {
    does: 'answers one write in seven two seconds after its quorum',
    raises: 'late_answer',
    planted: { replicate: answerLate },
  },
  'counts-itself-twice': {
    does: 'counts its own copy as two',
    raises: 'acked_without_quorum',
    planted: { replicate: countItselfTwice },
  },
  'stops-at-quorum': {
    does: 'pushes a write to as many peers as its quorum needs, and to no other',
    raises: 'missing',
    planted: { replicate: stopAtQuorum },
  },
};
