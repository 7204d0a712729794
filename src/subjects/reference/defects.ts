// Defects that can be planted in the reference's nodes, so that the harness can be seen to find them: each is the
// right behaviour with one function replaced. A node gets one as an argument of its command line and says so in its
// health answer; nothing else, no environment and no file, can switch one on.

import type { AnomalyName } from '../../contract/anomalies.ts';
import { UnusableProgram } from '../subject.ts';
import { type Behaviour, RIGHT } from './behaviour.ts';
import { ackTooEarly, ackWhenLate } from './planted/acking.ts';
import { hideFromLists } from './planted/reading.ts';
import { loseCatchUpRows, rewriteReplicas, skipIndexOfReplicas } from './planted/receiving.ts';
import {
  dropTombstones,
  keepToItself,
  preferOwn,
  reviveDeleted,
  stampByWallClock,
  storeBeside,
} from './planted/revising.ts';
import { goBackAtStart, openEmpty } from './planted/starting.ts';

export interface Defect {
  /** What a node with it does, in words. */
  does: string;
  /** The anomaly that it should raise. */
  raises: AnomalyName;
  /** What takes the place of the right behaviour. */
  planted: Partial<Behaviour>;
}

const TABLE: Record<string, Defect> = {
  'forgets-store': {
    does: 'empties its whole store at every start',
    raises: 'forgotten',
    planted: { open: openEmpty },
  },
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
  'loses-catch-up-rows': {
    does: 'loses one row in seven of what it catches up on, for good',
    raises: 'missing',
    planted: { takeIn: loseCatchUpRows },
  },
  'hides-from-lists': {
    does: 'keeps one row in seven out of its lists, and still gives it by id',
    raises: 'unlisted',
    planted: { list: hideFromLists },
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
  'keeps-updates': {
    does: 'acknowledges an update by itself, and no peer ever hears of it',
    raises: 'stale_for_good',
    planted: keepToItself('update'),
  },
  'keeps-links': {
    does: 'acknowledges a link by itself, and no peer ever hears of it',
    raises: 'stale_for_good',
    planted: keepToItself('link'),
  },
  'keeps-bulk-rows': {
    does: 'acknowledges rows that came many at once by itself, and no peer ever hears of them',
    raises: 'missing',
    planted: keepToItself('bulk'),
  },
  'keeps-consolidations': {
    does: 'acknowledges by itself that one row takes the place of others, and no peer ever hears of it',
    raises: 'half_deleted',
    planted: keepToItself('consolidate'),
  },
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
  'goes-back-at-start': {
    does: 'gives, after a start, of each row once more the version before the last one',
    raises: 'non_monotonic_read',
    planted: goBackAtStart,
  },
};

export const DEFECTS: ReadonlyMap<string, Defect> = new Map(Object.entries(TABLE));

/** @throws UnusableProgram that names the defects there are */
export function defectNamed(id: string): Defect {
  const found = DEFECTS.get(id);
  if (found) return found;
  const known = [...DEFECTS.keys()].join(', ');
  throw new UnusableProgram(`reference: expected a defect of ${known}; found ${JSON.stringify(id)}`);
}

/** What a node does that has this defect. */
export const behaviourWith = (id: string): Behaviour => ({ ...RIGHT, ...defectNamed(id).planted });
