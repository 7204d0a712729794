// What a checker can find wrong, one name a line, and what excludes it: either the harness's own rules ("always")
// or one invariant, where the version under test promises it. Runner, judge and pages read this one table; the
// browser too, so it stands apart from the schemas.

import type { Invariant } from './invariants.ts';

export const ANOMALIES = {
  lost: { is: 'an acked write that is on no node', excluded_by: 'always' },
  corrupted: { is: 'a write that a node holds with content that nobody sent', excluded_by: 'always' },
  duplicated: { is: 'a write that one node holds twice', excluded_by: 'always' },
  unexpected: { is: 'a row that nobody sent', excluded_by: 'always' },
  missing: { is: 'an acked write that is not on every node with equal content after quiesce', excluded_by: 'I2' },
  disagreement: { is: 'a row that differs between nodes after quiesce, whether acked or not', excluded_by: 'I2' },
  under_replicated: {
    is: 'an acked write with fewer than W copies right after its ack, or at a look inside the fault',
    excluded_by: 'I1',
  },
  acked_without_quorum: { is: 'a write that was acked while its quorum was out of reach', excluded_by: 'I5' },
  forgotten: {
    is: 'a write that a node acked, and lacks when it opens its own data behind cut wires',
    excluded_by: 'I4',
  },
  refused_yet_there: { is: 'a write that was definitely refused, and took effect', excluded_by: 'I3' },
  late_answer: { is: "a write answered later than the quorum's deadline and a margin", excluded_by: 'I7' },
  flicker: {
    is: 'a row that a node showed, then did not, in one life of the node without a delete',
    excluded_by: 'I4',
  },
  unlisted: { is: 'a row that a node holds by id, and that no complete list of it shows', excluded_by: 'I9' },
  unsearchable: { is: 'a row that a node holds by id, and does not recall by a word made for it', excluded_by: 'I9' },
  lost_update: { is: 'a key whose last acked version is on no node', excluded_by: 'I10' },
  stale_for_good: { is: 'a key of which a node keeps an older version after quiesce', excluded_by: 'I10' },
  divergent: { is: 'a key of which nodes keep different versions after quiesce', excluded_by: 'I10' },
  resurrected: { is: 'a key that is back after an acked delete', excluded_by: 'I11' },
  half_deleted: { is: 'a key whose acked delete holds on some nodes only after quiesce', excluded_by: 'I11' },
  stale_read: { is: 'a read older than a write that was acked before it began', excluded_by: 'I12' },
  non_monotonic_read: { is: 'a read older than an earlier read of the same client', excluded_by: 'I12' },
  own_write_unread: { is: 'a read that lacks an acked write of the same client', excluded_by: 'I12' },
} as const satisfies Record<string, { is: string; excluded_by: Invariant | 'always' }>;

export type AnomalyName = keyof typeof ANOMALIES;
export const ANOMALY_NAMES = Object.keys(ANOMALIES) as [AnomalyName, ...AnomalyName[]];
