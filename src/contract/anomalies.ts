// How an anomaly is written down: where it was found, and what was found of each that was looked for.

import { z } from 'zod';
import { ANOMALY_NAMES } from './anomaly-names.ts';
import { INVARIANT_IDS } from './invariants.ts';

export { ANOMALIES, ANOMALY_NAMES, type AnomalyName } from './anomaly-names.ts';

const count = z.int().min(0);

/** Where an anomaly was found: enough of it to look it up in the history. Lists are cut; `count` is whole. */
export const anomalySchema = z.looseObject({
  name: z.enum(ANOMALY_NAMES),
  count: count.describe('writes, rows or keys that show it'),
  ids: z.array(z.string()).describe('keys of some of them, as the history names them'),
  ops: z.array(count).describe('indexes of the operations that show it, for those'),
  nodes: z.array(z.string()),
  sentence: z.string().describe('what was found, in words'),
});
export type Anomaly = z.infer<typeof anomalySchema>;

/** By anomaly, whether a cycle is free of it; null: the cycle could not decide. What does not apply is not listed. */
export const validSchema = z.partialRecord(z.enum(ANOMALY_NAMES), z.boolean().nullable());

/** What a phase or a fault class shows of one anomaly that was looked for. */
export const anomalyFindingSchema = z.looseObject({
  name: z.enum(ANOMALY_NAMES),
  valid: z.boolean().nullable().describe('false: found; true: looked for and not found; null: could not be decided'),
  excluded_by: z.enum(['always', ...INVARIANT_IDS]),
  promised: z
    .boolean()
    .nullable()
    .describe('whether this version promises the invariant that excludes it; null: it says nothing'),
  source: z.string().nullable().describe('where the version says so'),
  cycles: count.describe('cycles to which it applies'),
  undecided: count.describe('of these, cycles that could not decide'),
  found_in: count.describe('of these, cycles in which it was found'),
  count: count.nullable().describe('writes, rows or keys over all cycles; null where nothing could be decided'),
  evidence: z.array(anomalySchema.extend({ cycle: count })).describe('the first cycles in which it was found'),
});
export type AnomalyFinding = z.infer<typeof anomalyFindingSchema>;
export const anomalyFindingsSchema = z.array(anomalyFindingSchema);
