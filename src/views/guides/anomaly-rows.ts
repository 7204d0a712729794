// The anomalies as the guides list them.

import { ANOMALIES, ANOMALY_NAMES, type AnomalyName } from '../../contract/anomalies.ts';
import { INVARIANTS } from '../../contract/invariants.ts';

interface AnomalyRow {
  name: AnomalyName;
  is: string;
  excludedBy: string;
}

export const anomalyRows = (): AnomalyRow[] =>
  ANOMALY_NAMES.map((name) => {
    const { is, excluded_by } = ANOMALIES[name];
    const excludedBy = excluded_by === 'always' ? 'always' : `${excluded_by}: ${INVARIANTS[excluded_by]}`;
    return { name, is, excludedBy };
  });
