// What a campaign itself says of the anomalies: the list that today's campaigns store, or the counts that were there
// before it.

import { ANOMALY_NAMES, type AnomalyName } from '../contract/anomalies.ts';
import { asObject } from '../contract/json-object.ts';
import type { Documents } from './documents.ts';

type Recorded = Map<AnomalyName, boolean | null>;

/** Counts of older documents, by the anomaly that they speak of. */
const COUNTED = ['lost', 'corrupted', 'duplicated', 'unexpected'] as const satisfies AnomalyName[];

export function recordedFindings(
  { phase, fault }: { phase: 2 | 4; fault: string | null },
  { phase2, phase4 }: Documents,
): Recorded {
  const own = phase === 2 ? asObject(phase2) : asObject(asObject(asObject(phase4).faults)[fault ?? '']);
  return Array.isArray(own.anomalies) ? listed(own.anomalies) : counted(own);
}

function listed(anomalies: readonly unknown[]): Recorded {
  return new Map(
    anomalies.flatMap((one) => {
      const { name, valid } = asObject(one);
      const known = ANOMALY_NAMES.find((anomaly) => anomaly === name);
      return known && (typeof valid === 'boolean' || valid === null) ? [[known, valid] as const] : [];
    }),
  );
}

function counted(own: Record<string, unknown>): Recorded {
  const found: Recorded = new Map();
  for (const name of COUNTED) if (typeof own[name] === 'number') found.set(name, own[name] === 0);
  const missing = Object.values(asObject(own.missing_by_node)).filter((count) => typeof count === 'number');
  if (missing.length > 0)
    found.set(
      'missing',
      missing.every((count) => count === 0),
    );
  return found;
}
