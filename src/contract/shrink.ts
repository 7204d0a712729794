// `shrink-<class>-<cycle>.json`: the smallest schedule found that still shows an anomaly of a recorded cycle, every
// schedule that was tried on the way, and the smallest as steps that a person can follow. It comes later than the
// campaign, so no list of hashes names it, and it changes nothing of what was recorded.

import { z } from 'zod';
import { ANOMALY_NAMES, anomalySchema } from './anomalies.ts';
import { subjectSchema } from './artifacts.ts';
import { isFaultClass } from './names.ts';
import { nodesSchema } from './plan.ts';

const count = z.int().min(0);
const share = z.number().min(0).max(1);

export const scheduleSchema = z.looseObject({
  workloads: z
    .array(
      z.looseObject({
        name: z.string(),
        clients: z.array(count).describe('numbers of the clients that take part'),
        joining_from: count.describe('clients from this number on begin when the fault holds'),
      }),
    )
    .describe('the first one is `create`'),
  writes: count.min(1).describe('acked creations that the cycle goes on for'),
  ops_per_client: count.min(1).nullable().describe('of the other workloads; null: as many as these have'),
  keys: count.min(1).nullable().describe('that clients of `revise` share; null: no such workload'),
  content_bytes: count.min(1).describe('of a row at most'),
  inject_after_acks: count.min(1).describe('the fault is injected at this ack, or at the next that finds enough'),
  hold_ms: count.min(1).describe('how long it holds at least'),
  ops_in_hold: count.min(1).describe('it holds until so many creations were sent inside'),
  acks_before_kill: count.min(1).describe('that a node has given before it is killed'),
});
export type Schedule = z.infer<typeof scheduleSchema>;

export const rateSchema = z.looseObject({
  trials: count,
  reproduced: count.describe('trials in which the same anomaly was named and the fault took effect'),
  lower95: share.nullable().describe('Clopper-Pearson, two-sided, 95 %; null without a trial'),
  upper95: share.nullable(),
});
export type Rate = z.infer<typeof rateSchema>;

export const shrinkStepSchema = rateSchema.extend({
  made_smaller: z.string().describe('"start", one field of the schedule, or "confirm": fresh trials of a schedule'),
  what: z.string().describe('in words'),
  schedule: scheduleSchema,
  kept: z.boolean().describe('reproduced at the least rate or above; trials end early where that is out of reach'),
  reasons: z.array(z.string()).describe('what trials that did not reproduce found instead, some of them'),
});
export type ShrinkStep = z.infer<typeof shrinkStepSchema>;

export const handStepSchema = z.looseObject({
  does: z.string(),
  commands: z.array(z.string()).describe('lines of a shell (bash); none where words are all there is'),
});
export type HandStep = z.infer<typeof handStepSchema>;

/** What of a campaign's summary says how its cycles ran. */
export const ranWithSchema = z.looseObject({
  campaign_id: z.string(),
  subject: subjectSchema,
  seed: count,
  network: z.string().default('proxy'),
  defect: z.string().optional(),
  settings: z.looseObject({
    base: z.enum(['smoke', 'gate', 'soak']),
    writes_per_cycle: count.min(1),
    quorum_writes: count.min(1),
    quorum_timeout_ms: z.number().positive(),
    catchup_interval_secs: z.number().min(0).nullable(),
    workloads: z.array(z.string()).default(['create']).describe('absent in older campaigns, which had one'),
    lanes: count.min(1),
    nodes: nodesSchema,
  }),
});
export type RanWith = z.infer<typeof ranWithSchema>;

export const ENDINGS = ['nothing is smaller', 'the time was over'] as const;

export const shrinkSchema = z.looseObject({
  schema_version: z.literal(1),
  kind: z.literal('shrink'),
  campaign_id: z.string(),
  class: z.string().refine(isFaultClass, 'expected the name of a fault class'),
  cycle: count.min(1),
  anomaly: z.enum(ANOMALY_NAMES),
  date: z.iso.datetime(),
  runner_version: z.string(),
  subject: subjectSchema,
  seed: count,
  environment: z.record(z.string(), z.unknown()),
  least_rate: share.describe('a smaller schedule was kept where at least this share of its trials reproduced'),
  trials_each: count,
  ended: z.enum(ENDINGS),
  took_ms: count,
  original: scheduleSchema,
  smallest: scheduleSchema,
  confirmed: rateSchema.describe('of the smallest, in trials that had no part in choosing it'),
  tried: z.array(shrinkStepSchema),
  seen: anomalySchema.describe('the anomaly in the reproduction that the steps are made from'),
  steps: z.array(handStepSchema),
  not_by_hand: z.string().nullable().describe('what of it no person can do with a shell, and why'),
});
export type Shrink = z.infer<typeof shrinkSchema>;

/** The n-th result for a cycle, from 1. */
export const shrinkFile = (fault: string, cycle: number, n = 1): string =>
  `shrink-${fault}-${cycle}${n === 1 ? '' : `-${n}`}.json`;

const FILE = /^shrink-([a-z][a-z0-9_]*)-([1-9]\d{0,8})(?:-([1-9]\d{0,4}))?\.json$/;

/** Which cycle a file speaks of, by its name; null for any other. */
export function shrunkCycleOf(file: string): { fault: string; cycle: number; n: number } | null {
  const [, fault, cycle, n = 1] = FILE.exec(file) ?? [];
  return fault === undefined || !isFaultClass(fault) ? null : { fault, cycle: Number(cycle), n: Number(n) };
}
