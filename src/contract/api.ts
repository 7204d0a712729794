// The machine-readable view of the site: one document for all campaigns, one for each.

import { z } from 'zod';
import { provenanceSchema } from './artifacts.ts';
import { ANALYSIS_KINDS, bugSchema } from './insights.ts';
import { PHASES } from './names.ts';
import { OUTCOMES, STATUSES } from './verdict.ts';

export const API_SCHEMA_VERSION = 1;

export const apiCheckSchema = z.object({
  id: z.string(),
  label: z.string(),
  expected: z.string(),
  got: z.unknown().describe('the value as found; null where there is none'),
  ok: z.boolean().nullable().describe('null: unknown'),
  file: z.string().nullable(),
  line: z.int().min(1).nullable(),
});

const phaseStatusSchema = z.object({
  phase: z.int().min(1).max(PHASES.length),
  status: z.enum(STATUSES),
  provenance: z.enum([...provenanceSchema.options, 'embedded']).nullable(),
  reasons: z.array(z.string()),
});

export const apiPhaseSchema = phaseStatusSchema.extend({ checks: z.array(apiCheckSchema) });

export const apiArtifactSchema = z.object({
  file: z.string(),
  bytes: z.int().min(0).nullable(),
  sha256: z.string().nullable(),
  provenance: provenanceSchema,
  state: z.enum(['document', 'unreadable', 'altered', 'text', 'binary']),
});

const analysisHeadSchema = z.object({
  source: z.enum(['analysis.mdx', 'run-insights.json']),
  kind: z.enum(ANALYSIS_KINDS).nullable(),
  author: z.string().nullable(),
  headline: z.string().nullable(),
  verdict: z.string().nullable(),
});

export const apiAnalysisSchema = analysisHeadSchema.extend({
  what_it_tested: z.string().nullable(),
  what_it_proved: z.string().nullable(),
  for_non_technical: z.string().nullable(),
  for_c_level: z.string().nullable(),
  for_sme: z.string().nullable(),
  bugs: z.array(bugSchema),
  next_run_change: z.string().nullable(),
  figures: z.object({ bound: z.int(), cited: z.int(), neither: z.int() }),
});
export type ApiAnalysis = z.infer<typeof apiAnalysisSchema>;

const campaignHead = {
  id: z.string(),
  ref: z.string().nullable(),
  series: z.string().nullable(),
  ordinal: z.int().min(0).nullable(),
  profile: z.string().nullable(),
  completed_at: z.string().nullable(),
  outcome: z.enum(OUTCOMES),
  reasons: z.array(z.string()),
  claim: z.object({ overall_pass: z.boolean().nullable(), disputed: z.boolean() }),
};

export const apiCampaignSchema = z.object({
  schema_version: z.literal(API_SCHEMA_VERSION),
  ...campaignHead,
  phases: z.array(apiPhaseSchema),
  artifacts: z.array(apiArtifactSchema),
  archive: z
    .object({ file: z.string(), bytes: z.int().min(1), sha256: z.string() })
    .nullable()
    .describe('all published artifacts as one tar beside them; null where the folder lists no evidence'),
  reconstructed_from: z.string().nullable(),
  analysis: apiAnalysisSchema.nullable(),
});
export type ApiCampaign = z.infer<typeof apiCampaignSchema>;

export const apiCampaignRowSchema = z.object({
  ...campaignHead,
  phases: z.array(phaseStatusSchema),
  reconstructed_from: z.string().nullable(),
  analysis: analysisHeadSchema.nullable(),
});
export type ApiCampaignRow = z.infer<typeof apiCampaignRowSchema>;

export const apiCampaignsSchema = z.object({
  schema_version: z.literal(API_SCHEMA_VERSION),
  campaigns: z.array(apiCampaignRowSchema),
});
export type ApiCampaigns = z.infer<typeof apiCampaignsSchema>;

/** `/api/findings.json`: every defect that an analysis names or a checker found, over all published campaigns. */
export const apiFindingsSchema = z.object({
  schema_version: z.literal(API_SCHEMA_VERSION),
  findings: z.array(
    z.object({
      id: z.string().describe('one for each defect of a subject, as an analysis may name it'),
      subject: z.string().nullable(),
      control: z.boolean().describe('found in a subject that the harness runs to prove itself'),
      title: z.string(),
      campaigns: z.array(z.string()).describe('the ids of those that show it, newest first'),
      gone_since: z.string().nullable().describe('the ref since which it was looked for and not found'),
    }),
  ),
});
export type ApiFindings = z.infer<typeof apiFindingsSchema>;
