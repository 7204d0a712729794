// plan.json: what must come back before a campaign that runs on many machines may count. It is written before anything
// runs, each shard keeps a copy of it, and what it asks for is the denominator of the merge: a shard that never ran is
// missing, and no smaller campaign.

import { z } from 'zod';
import { subjectSchema } from './artifacts.ts';
import { PHASES } from './names.ts';

export const PLAN_FILE = 'plan.json';
/** As many jobs as a matrix of GitHub Actions may have. */
export const SHARDS_MAX = 256;

const whole = z.int().min(0);

export const shardSchema = z.looseObject({
  shard: z.int().min(1).max(SHARDS_MAX),
  phases: z.array(z.int().min(1).max(PHASES.length)).describe('phases that it runs; of phase 4, its cycles alone'),
  cycles: z.array(z.int().min(1)).describe('numbers of the cycles that it runs, of every fault class'),
});
export type Shard = z.infer<typeof shardSchema>;

const plannedProfileSchema = z.looseObject({
  name: z.string(),
  base: z.enum(['smoke', 'gate', 'soak']),
  cycles: z.int().min(1),
  writes_per_cycle: whole,
  quorum_writes: z.int().min(1),
  quorum_timeout_ms: whole,
  catchup_interval_secs: z.number().min(0).nullable(),
  migration_rows: z.array(whole),
  lanes: z.int().min(1),
});

export const planSchema = z.looseObject({
  schema_version: z.literal(1),
  campaign_id: z.string(),
  subject: subjectSchema.describe('the one build that every shard must run, by its hash'),
  harness: z
    .looseObject({ version: z.string(), sources_sha256: z.string() })
    .describe('the one runner that every shard must be'),
  seed: whole,
  profile: plannedProfileSchema.describe('the numbers of the profile, as the runner has them'),
  faults: z.array(z.string()).min(1),
  network: z.string(),
  defect: z.string().nullable(),
  shards: z.array(shardSchema).min(1).max(SHARDS_MAX),
});
export type Plan = z.infer<typeof planSchema>;

/** What the summary of a shard says of it. */
export const shardMarkSchema = z.looseObject({
  index: z.int().min(1),
  of: z.int().min(1),
  plan_sha256: z.string(),
});
export type ShardMark = z.infer<typeof shardMarkSchema>;

/** What the summary of a merged campaign says of each shard that was planned. */
export const mergedShardSchema = z.looseObject({
  shard: z.int().min(1),
  state: z.enum(['complete', 'interrupted', 'missing']),
  phases: z.array(z.int()),
  cycles: z.array(z.int()),
  environment: z.unknown().optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  evidence_sha256: z.string().optional().describe('of the list of hashes that the shard was closed with'),
});
export type MergedShard = z.infer<typeof mergedShardSchema>;
