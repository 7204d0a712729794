// What phase 4 writes of its faults: a receipt for each cycle, a line for each cycle, the findings of each class, and
// the history that all of it was judged from.

import { z } from 'zod';
import { anomalyFindingsSchema, anomalySchema, validSchema } from './anomalies.ts';
import { consistencySchema, cycleConsistencySchema, sessionSchema } from './consistency.ts';
import { brokenSchema, invariantFindingsSchema } from './invariants.ts';
import { reachedSchema } from './reached.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);

/** The proof that one cycle's fault took effect, and was healed. */
export const receiptSchema = z.looseObject({
  cycle: count.min(1),
  kind: z.string().describe('process_gone, relay_bytes_dropped, target_clock, process_state_t, ...'),
  took_effect: z.boolean(),
  healed: z.boolean(),
  ops_in_window: count.describe('operations invoked while the fault held'),
  detail: z.string().describe('the reading itself, in words'),
});
export type Receipt = z.infer<typeof receiptSchema>;

/** What was found for one fault class, counted by identity. */
export const faultSchema = z.looseObject({
  injected: z.boolean(),
  reason: z.string().optional().describe('why it could not be injected'),
  acked: count.optional(),
  refused: count.optional(),
  unknown: count.optional(),
  unsent: count.optional().describe('operations that the harness itself could not send'),
  lost: count.optional().describe('acked writes that are on no node'),
  missing_by_node: counts
    .optional()
    .describe('acked writes that a node does not hold at all; other content is not counted here'),
  duplicated: count.optional(),
  corrupted: count.optional(),
  unexpected: count.optional().describe('rows that no client sent'),
  recovered: count.optional().describe('writes of unknown outcome that are present'),
  cycles: count.optional().describe('as planned; fewer may have run'),
  cycles_clean: count
    .optional()
    .describe('without any reason, found or undecided, promised or not; for readers, and nothing is judged by it'),
  cycles_as_planned: count
    .optional()
    .describe('in which every stage ran to its end and the acked writes that were asked for were reached'),
  count_bound: z
    .number()
    .nullable()
    .optional()
    .describe('the established ratio of counts, beside the bound by identity'),
  convergence_ms: z
    .looseObject({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() })
    .nullable()
    .optional(),
  lower95: z
    .number()
    .nullable()
    .optional()
    .describe('one-sided Clopper-Pearson on acked writes, as if they were independent'),
  cycle_failure_upper95: z.number().nullable().optional().describe('one-sided Clopper-Pearson on cycles'),
  receipts: z.array(receiptSchema).optional(),
  invariants: invariantFindingsSchema.optional(),
  anomalies: anomalyFindingsSchema.optional().describe('one entry for each anomaly that was looked for'),
  consistency: consistencySchema.optional().describe('absent: no client read a key that others use'),
  reached: reachedSchema
    .optional()
    .describe('cycles that came to each of what a campaign should try; nothing is judged by it'),
  sessions: z.array(sessionSchema).optional().describe('one entry for each guarantee and scope'),
  cycles_decided: count.optional().describe('cycles in which every checker that applies could decide'),
  seed: z.number().optional(),
});
export type Fault = z.infer<typeof faultSchema>;

/** One stage of a cycle, with what ended it. */
const stageSchema = z.looseObject({
  stage: z.string(),
  from_ms: z.number(),
  to_ms: z.number().nullable().describe('null: it never ended'),
  limit_ms: z.number(),
  found: z.string().describe('"done", or what kept it from ending as it should'),
});

/** How fast definite answers came, and how many: before the fault, and while it held. */
const paceSchema = z.looseObject({
  answered: count,
  acked_per_second: z.number().nullable(),
  p50_ms: z.number().nullable(),
  p95_ms: z.number().nullable(),
  max_ms: z.number().nullable(),
});
const latencySchema = z.looseObject({ before: paceSchema, while_it_held: paceSchema });
export type Pace = z.infer<typeof paceSchema>;

/** One line of `phase4-<fault>.jsonl`: one cycle. Times are milliseconds since the cycle began. */
export const cycleSchema = z.looseObject({
  cycle: count.min(1),
  seed: z.number(),
  acked: count,
  refused: count,
  unknown: count,
  unsent: count.optional().describe('operations that the harness itself could not send'),
  lost: count.nullable().describe('null where a node that could not be read may hold them'),
  missing_by_node: counts.describe('acked writes that a node does not hold at all; other content is not counted here'),
  duplicated: count.nullable().describe('null: not decided, as in the next two'),
  corrupted: count.nullable(),
  unexpected: count.nullable(),
  recovered: count,
  bound: z.number().nullable(),
  clean: z.boolean(),
  as_planned: z
    .boolean()
    .optional()
    .describe('every stage ran to its end, no client broke down, and enough writes were acked'),
  injected_ms: z.number().nullable(),
  healed_ms: z.number().nullable(),
  converged_ms: z.record(z.string(), z.number().nullable()).describe('by node; null: not by the end of quiesce'),
  receipt: receiptSchema.nullable(),
  invariants: brokenSchema.optional().describe('writes that broke each invariant that the cycle could judge'),
  valid: validSchema.optional().describe('by anomaly that applies: true, false, or null where undecided'),
  anomalies: z.array(anomalySchema).optional().describe('what was found'),
  consistency: cycleConsistencySchema.optional(),
  reasons: z.array(z.string()),
  stages: z.array(stageSchema).optional(),
  latency: latencySchema.optional(),
  fresh: z
    .looseObject({ looked_up: count, in_time: count })
    .optional()
    .describe(
      'acks that were looked up on the peers at once; of these, the ones that every peer answered before a round of catch-up was over',
    ),
});
export type Cycle = z.infer<typeof cycleSchema>;

/** One operation of a history, in Jepsen's terms; a line of its own in older histories. Times are nanoseconds of a monotonic clock since the history began. */
export const opSchema = z.looseObject({
  index: count,
  type: z.enum(['invoke', 'ok', 'fail', 'info']),
  process: z.union([count, z.literal('nemesis'), z.literal('cycle')]),
  f: z.string(),
  time_ns: count,
});
