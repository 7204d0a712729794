// What a summary says of shards: which one it is, or, of a campaign that was joined, what became of each.

import { z } from 'zod';

/** As many jobs as a matrix of GitHub Actions may have. */
export const SHARDS_MAX = 256;

export const harnessSchema = z
  .looseObject({ version: z.string(), sources_sha256: z.string() })
  .describe('what measured: its version, and the hash of the code that decides what is measured and counted');

/** What the summary of a shard says of it. */
export const shardMarkSchema = z.looseObject({
  index: z.int().min(1).max(SHARDS_MAX),
  of: z.int().min(1).max(SHARDS_MAX),
  plan_sha256: z.string(),
});
export type ShardMark = z.infer<typeof shardMarkSchema>;

/** What the summary of a merged campaign says of each shard that was planned. */
export const mergedShardSchema = z.looseObject({
  shard: z.int().min(1).max(SHARDS_MAX),
  state: z.enum(['complete', 'interrupted', 'missing']),
  phases: z.array(z.int()),
  cycles: z.array(z.int()),
  environment: z.unknown().optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  evidence_sha256: z.string().optional().describe('of the list of hashes that the shard was closed with'),
});
export type MergedShard = z.infer<typeof mergedShardSchema>;
