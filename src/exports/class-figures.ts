// The figures of each fault class, for dashboards and summaries; null where the document does not record one.

import type { Catalogue, Entry } from '../catalogue/catalogue.ts';
import { phase4Of } from '../catalogue/texts.ts';
import { isObject } from '../contract/json-object.ts';
import { FAULT_CLASSES_MAX, isFaultClass } from '../contract/names.ts';
import { asNumber, valueAt } from '../verdict/field.ts';

export interface Figures {
  fault: string;
  figures: Record<
    | 'convergence_bound'
    | 'convergence_bound_lower95'
    | 'acked_writes'
    | 'cycles'
    | 'cycles_clean'
    | 'convergence_p95_seconds',
    number | null
  >;
}

export function classFigures(read: Catalogue, entry: Entry): Figures[] {
  const document = phase4Of(read.root, entry)?.document;
  if (!document) return [];
  const [bounds, faults] = [valueAt(document, ['convergence_by_fault']), valueAt(document, ['faults'])];
  const names = [
    ...new Set([...(isObject(bounds) ? Object.keys(bounds) : []), ...(isObject(faults) ? Object.keys(faults) : [])]),
  ];
  return names
    .filter(isFaultClass)
    .slice(0, FAULT_CLASSES_MAX)
    .map((fault) => {
      const of = (...path: string[]) => finite(valueAt(document, path));
      const p95 = of('faults', fault, 'convergence_ms', 'p95');
      return {
        fault,
        figures: {
          convergence_bound: of('convergence_by_fault', fault),
          convergence_bound_lower95: of('faults', fault, 'lower95'),
          acked_writes: of('faults', fault, 'acked'),
          cycles: of('faults', fault, 'cycles'),
          cycles_clean: of('faults', fault, 'cycles_clean'),
          convergence_p95_seconds: p95 === null ? null : p95 / 1000,
        },
      };
    });
}

function finite(value: unknown): number | null {
  const number = asNumber(value);
  return number !== null && Number.isFinite(number) ? number : null;
}
