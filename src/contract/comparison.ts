// A comparison of two ways to measure the same build: the established shell harness's and ours. It is recorded
// evidence, but no campaign: it says what a way of measuring can see, and nothing about whether a build may ship.

import { z } from 'zod';
import { environmentSchema, subjectSchema } from './artifacts.ts';

/** The control: the same writes and the same counting, with no fault at all. */
export const NO_FAULT = 'no_fault';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const ms = z.number().min(0);
const bound = z.number().nullable();

const window = {
  ops_in_window: count
    .nullable()
    .describe('writes invoked after the fault held and before it was healed; null: nothing was injected'),
  in_flight_at_strike: count.nullable().describe('writes sent and not yet answered when the fault was injected'),
};

const truth = {
  bound_by_identity: bound.describe('acked ids found with equal content on every node looked at, of all acked'),
  missing_for_good: count.describe('acked ids that a node looked at still lacked at the end of the settling time'),
  missing_by_node: counts,
  lost: count.describe('acked ids that none of the nodes looked at held'),
};

export const comparedCycleSchema = z.looseObject({
  cycle: z.int().min(1),
  took_ms: ms.describe('without the look-up by identity where that is not part of the harness'),
  sent: count,
  acked: count,
  ...window,
  listed: z
    .record(z.string(), count.nullable())
    .optional()
    .describe('rows of the one list request to each peer; null: it was not answered; absent: nobody counted so'),
  ...truth,
  looked_up_on: z.array(z.string()).describe('the nodes that ran at the end'),
  effect: z.string().describe('what is known of the fault: a receipt, or what a relay counted'),
  reasons: z.array(z.string()).describe('why the cycle is not clean, by identity'),
});
export type ComparedCycle = z.infer<typeof comparedCycleSchema>;

const measuredSchema = z.looseObject({
  injects: z.string().describe('what this harness does under the name of the class'),
  took_ms: ms,
  seconds_per_cycle: z.number().min(0),
  cycles: count,
  sent: count,
  acked: count,
  acked_per_cycle: z.number().min(0),
  ...window,
  bound_as_counted: bound.describe('the figure that this harness reports'),
  ...truth,
  per_cycle: z.array(comparedCycleSchema),
});
export type Measured = z.infer<typeof measuredSchema>;

const notMeasuredSchema = z.looseObject({
  injected: z.literal(false),
  reason: z.string().describe('why this harness did not measure the class'),
});
const sideSchema = z.union([measuredSchema, notMeasuredSchema]);
export type Side = z.infer<typeof sideSchema>;

export const comparisonSchema = z.looseObject({
  schema_version: z.literal(1),
  kind: z.literal('harness-comparison'),
  subject: subjectSchema,
  environment: environmentSchema,
  runner_version: z.string(),
  started_at: z.string().describe('RFC 3339'),
  completed_at: z.string(),
  command: z.string().describe('repeats it; the path of the program is left to the reader'),
  seed: z.number().describe('fixes our schedules; the established harness has none'),
  settings: z.looseObject({
    cycles: count,
    writes_per_cycle: count,
    quorum_writes: count,
    quorum_timeout_ms: ms,
    catchup_interval_secs: z.number().nullable().describe("null: the subject's own default"),
    quiesce_ms_max: ms.describe('how long a row may take to arrive before it counts as missing for good'),
  }),
  established: z.looseObject({
    strike_after_writes: count,
    sleeps_ms: z
      .record(z.string(), ms)
      .describe('the fixed sleeps of the established harness, kept as part of what is measured'),
  }),
  catch_up: z.looseObject({ available: z.boolean(), reason: z.string().optional() }),
  found: z.record(z.string(), z.unknown()).optional().describe('what probing the build itself showed'),
  classes: z.array(z.looseObject({ fault: z.string(), established: sideSchema, ours: sideSchema })),
});
export type Comparison = z.infer<typeof comparisonSchema>;

export const isMeasured = (side: Side): side is Measured => 'per_cycle' in side;
