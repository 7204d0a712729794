// Every artifact of a campaign folder: the established shape and what ours adds to it.
// Writers produce exactly these; readers keep unknown fields, and the judge reads field by field,
// so that one wrong field makes one check unknown and not a whole document.

import { z } from 'zod';
import { anomalyFindingsSchema } from './anomalies.ts';
import { faultSchema } from './faults.ts';
import { capabilitiesSchema, invariantFindingsSchema } from './invariants.ts';
import { PHASES } from './names.ts';
import { harnessSchema, mergedShardSchema, shardMarkSchema } from './shards.ts';

export { type EvidenceList, evidenceListSchema, type Provenance, provenanceSchema } from './evidence-list.ts';
export { type Cycle, cycleSchema, type Fault, faultSchema, opSchema, type Pace, type Receipt } from './faults.ts';

const count = z.int().min(0);
const counts = z.record(z.string(), count);
const reasons = z.array(z.string()).describe('[""] means no reason');
const verdict = z
  .enum(['pass', 'fail', 'unknown'])
  .describe('what the writer could prove; `pass` is true only for "pass"');
export type Verdict = z.infer<typeof verdict>;
/** On the summary and on every phase document. */
const marks = {
  defect: z.string().optional().describe('what was planted in the nodes on purpose: such a campaign never passes'),
  _reconstructed_from: z.string().optional().describe('address of the run whose log this was rebuilt from'),
  _reconstruction_note: z.string().optional(),
  _contradicted_by: z
    .array(z.looseObject({ log: z.string(), line: z.int().min(1), text: z.string() }))
    .optional()
    .describe('lines of that log which say otherwise than this document'),
  _transcribed_from: z.string().optional().describe('address of the page that this was carried over from by hand'),
  _transcription_note: z.string().optional(),
};

export const subjectSchema = z.looseObject({
  name: z.string(),
  version: z.string(),
  ref: z.string(),
  binary_sha256: z.string().nullable(),
  adapter_sha256: z.string().optional().describe('of the module that made the subject, where it is not one of ours'),
});

export const environmentSchema = z.looseObject({
  os: z.string(),
  kernel: z.string(),
  arch: z.string(),
  cpus: count,
  node: z.string(),
  boot: z.string().optional().describe('the same on two shards: they ran on one machine, which it does not name'),
});

/** `campaign-summary.json`, written first and last. */
export const summarySchema = z.looseObject({
  campaign_id: z.string(),
  ai_memory_git_ref: z.string(),
  completed_at: z.string().optional().describe('RFC 3339; absent while the campaign runs'),
  overall_pass: z.boolean().optional().describe('a claim: the outcome is derived from the phases'),
  phases: z.array(z.unknown()).optional().describe('the phase documents, phase 1 once per node'),
  schema_version: z.number().optional(),
  started_at: z.string().optional(),
  subject: subjectSchema.optional(),
  capabilities: capabilitiesSchema.optional(),
  environment: environmentSchema.optional(),
  runner_version: z.string().optional(),
  harness: harnessSchema.optional(),
  seed: z.number().optional(),
  profile: z.string().optional(),
  network: z.string().optional(),
  shard: shardMarkSchema.optional().describe('which part of a planned campaign this is'),
  shards: z.array(mergedShardSchema).optional().describe('what the campaign was joined from, or should have been'),
  planned_phases: z.array(z.int().min(1).max(PHASES.length)).optional(),
  ci: z.looseObject({ repository: z.string(), run_id: z.string(), run_attempt: z.string() }).optional(),
  state: z.enum(['running', 'complete', 'interrupted']).optional(),
  runner: z
    .looseObject({ pid: z.int(), started: z.string(), number_space: z.string() })
    .optional()
    .describe('the process that runs the campaign, and where its number means something; there while it runs'),
  ...marks,
});
export type Summary = z.infer<typeof summarySchema>;

/** `phase1-node-<x>.json`: one node alone. */
export const phase1Schema = z.looseObject({
  phase: z.literal(1),
  host: z.string(),
  version: z.string(),
  pass: z.boolean(),
  reasons,
  stats: z.looseObject({ total: count }),
  curator: z.looseObject({ errors: z.array(z.string()) }),
  mcp_tool_count: count,
  recall_count: count,
  snapshot_count: count,
  manifest_count: count,
  restore: z
    .looseObject({
      rows_in_snapshot: count,
      rows_written_after: count,
      rows_restored: count,
      differing_rows: count
        .optional()
        .describe('rows that are not as they were when the snapshot was taken, in any field, or on one side only'),
      integrity: z.string().describe('"ok", or what the store says is wrong with it'),
      refused: z.string().optional().describe('what the command said where it restored nothing'),
    })
    .optional(),
  verdict: verdict.optional(),
  ...marks,
});
export type Phase1 = z.infer<typeof phase1Schema>;

const probeCode = z.union([z.string(), z.number()]);

/** What one node holds of the acked writes of the burst, looked up by id. */
export const identitySchema = z.looseObject({
  acked: count,
  present_equal: count.describe('acked ids present with the content that was sent'),
  missing: count,
  differing: count,
  converged_ms: z.number().nullable().describe('last ack to all present; null: not within the limit'),
  unread: z.boolean().optional().describe('true: the node could not be read, so nothing here was counted'),
});

/** `phase2.json`: four agents write through node a, then two quorum probes. */
export const phase2Schema = z.looseObject({
  phase: z.literal(2),
  pass: z.boolean(),
  total_writes: count,
  ok: count,
  quorum_not_met: count,
  fail: count,
  unsent: count.optional().describe('operations that the harness itself could not send; in none of the others'),
  counts: z.looseObject({ a: count, b: count, c: count }),
  probe1_single_peer_down: probeCode,
  probe2_both_peers_down: probeCode,
  probe3_peer_named_twice: probeCode
    .optional()
    .describe('three copies asked of two nodes, one of them named twice: a status, or that the node would not start'),
  reasons,
  identity: z.record(z.string(), identitySchema).optional().describe('by node'),
  invariants: invariantFindingsSchema.optional(),
  anomalies: anomalyFindingsSchema.optional().describe('one entry for each anomaly that was looked for'),
  verdict: verdict.optional(),
  ...marks,
});
export type Phase2 = z.infer<typeof phase2Schema>;

export const migrationReportSchema = z.looseObject({
  memories_read: count,
  memories_written: count,
  errors: z.array(z.unknown()),
});

export const roundTripSchema = z.looseObject({
  rows: count,
  read: count,
  written: count,
  back: count,
  differing_fields: counts.describe('rows whose field differs after the round trip, by field'),
  declared_coarser: z.array(z.string()).describe('time fields that the other backend keeps less precisely'),
  seeded_differing: count
    .optional()
    .describe('rows that the source held otherwise than they were put in, before any move'),
  counted_in_postgres: count
    .optional()
    .describe("rows of the subject's table after the move there, by the harness's own count"),
  counted_after_second: count.optional().describe('the same after the second move, which may change nothing'),
});
export type RoundTrip = z.infer<typeof roundTripSchema>;

/** What was done to rows before the move, and how it came through. */
export const LIVED_KINDS = ['updated', 'deleted', 'linked', 'expired'] as const;
const livedSchema = z.looseObject({
  rows: count.describe('rows, or links, of which this was done'),
  wrong: count.describe('of these, how many are not as they must be after the move there and back'),
  titles: z.array(z.string()).describe('some of those'),
});

/** `phase3.json`: SQLite to Postgres, again, and back. */
export const phase3Schema = z.looseObject({
  phase: z.literal(3),
  pass: z.boolean(),
  src_count: count,
  dst_count: count,
  expected_count: count.optional().describe('1000 where absent'),
  report_forward: migrationReportSchema,
  report_idempotent: migrationReportSchema,
  report_reverse: migrationReportSchema,
  round_trips: z.array(roundTripSchema).optional(),
  lived_in: z
    .partialRecord(z.enum(LIVED_KINDS), livedSchema)
    .optional()
    .describe('of a store that was not only filled: what of it came back; linked only where the subject has links'),
  reasons,
  verdict: verdict.optional(),
  ...marks,
});
export type LivedIn = NonNullable<z.infer<typeof phase3Schema>['lived_in']>;
export type Phase3 = z.infer<typeof phase3Schema>;

/** `phase4.json`: faults under load. */
export const phase4Schema = z.looseObject({
  phase: z.literal(4),
  pass: z.boolean(),
  cycles_per_fault: count,
  writes_per_cycle: count,
  convergence_by_fault: z.record(z.string(), z.number()),
  planned_faults: z.array(z.string()).optional(),
  workloads: z.array(z.string()).optional().describe('what clients did in every cycle, all of it at once'),
  workloads_not_run: z.record(z.string(), z.string()).optional().describe('why others that were asked for did not'),
  faults: z.record(z.string(), faultSchema).optional(),
  reasons,
  verdict: verdict.optional(),
  ...marks,
});
export type Phase4 = z.infer<typeof phase4Schema>;

/** The schema of each phase's document, in the order of the phases. */
export const PHASE_SCHEMAS = { 1: phase1Schema, 2: phase2Schema, 3: phase3Schema, 4: phase4Schema } as const;
