// Whether two campaigns were run in the same way: where they were not, a figure may differ for that reason alone.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { phase4Of } from '../../catalogue/texts.ts';
import { asObject, objectAt } from '../../contract/json-object.ts';

/** What a campaign's phase 4 did to find out; by the later of two, in words. */
const WAYS = {
  'one figure': 'counted each write',
  'after repair': 'counted each write',
  'in stages': 'wrote through every node, and looked at the nodes while the fault held',
} as const;
type Way = keyof typeof WAYS;
const IN_ORDER = Object.keys(WAYS) as Way[];

/** Null where both were run alike, or one has no phase 4. */
export function experimentsDiffer({ root }: Catalogue, before: Entry, after: Entry): string | null {
  const [one, other] = [wayOf(root, before), wayOf(root, after)];
  if (one === null || other === null || one === other) return null;
  const [later, id] = IN_ORDER.indexOf(other) > IN_ORDER.indexOf(one) ? [other, after.id] : [one, before.id];
  return `The two campaigns were not run in the same way: only ${id} ${WAYS[later]}. So a figure may differ although the version does not.`;
}

function wayOf(root: string, entry: Entry): Way | null {
  const document = phase4Of(root, entry)?.document;
  if (!document) return null;
  const faults = Object.values(objectAt(asObject(document), 'faults')).map(asObject);
  if (faults.some(({ anomalies }) => Array.isArray(anomalies))) return 'in stages';
  return faults.some(({ missing_by_node }) => missing_by_node !== undefined) ? 'after repair' : 'one figure';
}
