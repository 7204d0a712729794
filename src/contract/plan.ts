// plan.json: what must come back before a campaign that runs on many machines may count. It is written before anything
// runs, each shard keeps a copy of it, and what it asks for is the denominator of the merge: a shard that never ran is
// missing, and no smaller campaign.

import { z } from 'zod';
import { subjectSchema } from './artifacts.ts';
import { isCampaignId, isFaultClass, NODE_NAMES, NODES, PHASES } from './names.ts';
import { harnessSchema, SHARDS_MAX } from './shards.ts';

export const PLAN_FILE = 'plan.json';
/** Of one class: a soak of months. */
const CYCLES_MAX = 100_000;

const whole = z.int().min(0);

export const shardSchema = z.looseObject({
  shard: z.int().min(1).max(SHARDS_MAX),
  phases: z.array(z.int().min(1).max(PHASES.length)).describe('phases that it runs; of phase 4, its cycles alone'),
  cycles: z.array(z.int().min(1)).min(1).describe('numbers of the cycles that it runs, of every fault class'),
});
export type Shard = z.infer<typeof shardSchema>;

/** Of settings that a run was made with, or is to be made with. */
export const nodesSchema = z
  .array(z.enum(NODE_NAMES))
  .min(NODES.length)
  .default([...NODES])
  .describe('every node of a cluster; three where none is named');

const plannedProfileSchema = z.looseObject({
  name: z.string(),
  base: z.enum(['smoke', 'gate', 'soak']),
  nodes: nodesSchema,
  cycles: z.int().min(1).max(CYCLES_MAX),
  writes_per_cycle: whole,
  quorum_writes: z.int().min(1),
  quorum_timeout_ms: whole,
  catchup_interval_secs: z.number().min(0).nullable(),
  migration_rows: z.array(whole),
  workloads: z.array(z.string()).describe('what clients do in every cycle'),
  lanes: z.int().min(1),
});

export const planSchema = z.looseObject({
  schema_version: z.literal(1),
  campaign_id: z.string().refine(isCampaignId, 'expected the name of a campaign'),
  subject: subjectSchema.describe('the one build that every shard must run, by its hash'),
  harness: harnessSchema,
  seed: whole,
  profile: plannedProfileSchema.describe('the numbers of the profile, as the runner has them'),
  faults: z.array(z.string().refine(isFaultClass, 'expected the name of a fault class')).min(1),
  network: z.string(),
  defect: z.string().nullable(),
  shards: z.array(shardSchema).min(1).max(SHARDS_MAX),
});
export type Plan = z.infer<typeof planSchema>;
