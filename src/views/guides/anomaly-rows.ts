// The anomalies as the guides list them: those that some checker looks for today.

import { ANOMALIES, ANOMALY_NAMES, type AnomalyName } from '../../contract/anomalies.ts';
import { INVARIANTS } from '../../contract/invariants.ts';

interface AnomalyRow {
  name: AnomalyName;
  is: string;
  excludedBy: string;
}

/** What only updates, deletes and sessions of one client could show. */
const NOT_YET: ReadonlySet<AnomalyName> = new Set([
  'lost_update',
  'stale_for_good',
  'divergent',
  'resurrected',
  'half_deleted',
  'stale_read',
  'non_monotonic_read',
  'own_write_unread',
]);

export const anomalyRows = (): AnomalyRow[] =>
  ANOMALY_NAMES.filter((name) => !NOT_YET.has(name)).map((name) => {
    const { is, excluded_by } = ANOMALIES[name];
    const excludedBy = excluded_by === 'always' ? 'always' : `${excluded_by}: ${INVARIANTS[excluded_by]}`;
    return { name, is, excludedBy };
  });
