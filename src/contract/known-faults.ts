// `known-faults.json`: faults that real releases had, each with what shows it, and what was measured on each release.
// Only the table and whoever runs it know a version; what looks for the fault does not.

import { z } from 'zod';
import { ANOMALY_NAMES } from './anomaly-names.ts';

const count = z.int().min(0);

/** What one run of a row showed. */
export const knownFaultMeasuredSchema = z.strictObject({
  version: z.string(),
  has_it: z.boolean().describe('whether this release has the fault, by its notes and its source'),
  seed: count,
  cycles: z.int().min(1).describe('cycles that were run; of a probe, times that it was asked'),
  found_in: count.describe('of these, cycles in which the anomaly was found'),
  first: count.nullable().describe('the first of them: so many cycles are needed; null: none'),
  count: count.nullable().describe('writes, rows or keys over all cycles; null: nothing could be decided'),
  sentence: z.string().nullable().describe('what was found first, in words'),
  note: z.string().optional().describe('why a release was not as known, where that was looked into'),
});
export type KnownFaultMeasured = z.infer<typeof knownFaultMeasuredSchema>;

export const knownFaultSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]*$/),
  what: z.string(),
  since: z.string().describe('the first release that shows it'),
  until: z.string().nullable().describe('the first release that shows it no longer; null: none of those here'),
  by: z.discriminatedUnion('way', [
    z.strictObject({
      way: z.literal('class'),
      fault: z.string().describe('the fault class whose cycles are run'),
      workloads: z.array(z.string()),
    }),
    z.strictObject({ way: z.literal('probe'), probe: z.literal('peer_named_twice') }),
  ]),
  anomaly: z.enum(ANOMALY_NAMES),
  cycles: z.int().min(1).describe('cycles in which it must be found where the release has it'),
  found_in_min: z
    .int()
    .min(2)
    .optional()
    .describe('cycles that must show it, of a fault that is in every write; fewer are the doing of another fault'),
  measured: z.array(knownFaultMeasuredSchema),
});
export type KnownFault = z.infer<typeof knownFaultSchema>;

export const knownFaultsSchema = z.strictObject({
  schema_version: z.literal(1),
  subject: z.string(),
  faults: z.array(knownFaultSchema),
});
export type KnownFaults = z.infer<typeof knownFaultsSchema>;
