// What no gate campaign of a release tried: whoever decides must not take silence for a pass.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { phase4Of } from '../../catalogue/texts.ts';
import { asObject } from '../../contract/json-object.ts';
import { POWER_LOSSES } from '../../contract/names.ts';
import type { JsonObject } from '../../contract/reading.ts';

/** Before campaigns named them, this is what clients did. */
const WORKLOADS_BEFORE = ['create'];

/** By workload, in the order of what people miss most. */
const TRIED_BY: readonly (readonly [workload: string, words: string])[] = [
  ['revise', 'updates, deletes, and keys that several clients write'],
  ['sessions', 'whether a client reads what it wrote'],
  ['search', 'searches and lists while others write'],
  ['bulk', 'many rows by one request'],
  ['links', 'links between rows'],
  ['consolidate', 'one row put in the place of others'],
];
const POWER = 'the loss of power: a killed process leaves what it wrote to the system';

/** @param attempts the gate campaigns; each reads its phase 4 again. Empty where there is no phase 4 at all. */
export function untestedIn({ root }: Catalogue, attempts: readonly Entry[]): string[] {
  const documents = attempts.flatMap((entry) => phase4Of(root, entry)?.document ?? []);
  if (documents.length === 0) return [];
  const tried = new Set(documents.flatMap((document) => namesIn(asObject(document), 'workloads') ?? WORKLOADS_BEFORE));
  const faults = new Set(documents.flatMap((document) => namesIn(asObject(document), 'planned_faults') ?? []));
  return [
    ...TRIED_BY.flatMap(([workload, words]) => (tried.has(workload) ? [] : [words])),
    ...(POWER_LOSSES.some((fault) => faults.has(fault)) ? [] : [POWER]),
  ];
}

function namesIn(document: JsonObject, field: string): string[] | null {
  const names = document[field];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : null;
}
