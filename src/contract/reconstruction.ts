// `reconstruction.json`: what was rebuilt from a log, value by value, and from which lines.
// A later reconstruction of the same campaign writes `reconstruction-2.json`, for no artifact is ever changed.

import { z } from 'zod';
import { provenanceSchema } from './artifacts.ts';
import { RECONSTRUCTION_FILE } from './names.ts';

export const RECONSTRUCTION_SCHEMA_VERSION = 1;

/** The first, or a later, record of a reconstruction. */
export const isReconstruction = (file: string): boolean => /^reconstruction(-[2-9]|-[1-9]\d+)?\.json$/.test(file);

/** The name of the nth record: the first has no number. */
export const reconstructionFile = (ordinal: number): string =>
  ordinal <= 1 ? RECONSTRUCTION_FILE : RECONSTRUCTION_FILE.replace('.json', `-${ordinal}.json`);

/** How a value came back. An `unknown` one is left out of the rebuilt document, or is in it as the stars of a mask. */
export const VALUE_LABELS = ['printed', 'derived', 'unknown'] as const;

export const reconstructedValueSchema = z.object({
  path: z.string().describe('dotted path in the document; "" is the whole document; a list position is its number'),
  label: z.enum(VALUE_LABELS),
  value: z.unknown().optional().describe('as written into the document; absent for unknown and for whole documents'),
  rule: z.string().nullable().describe('derived: the name of the rule'),
  reason: z.string().nullable().describe('derived: the rule in words; unknown: why'),
  excerpts: z.array(z.int().min(0)).describe('positions in `excerpts`'),
});
export type ReconstructedValue = z.infer<typeof reconstructedValueSchema>;

export const excerptSchema = z.object({
  text: z.string().describe('the lines as printed, secrets masked, long ones cut'),
  cut: z.boolean(),
  masked: z.int().min(0).describe('values masked here because they look like secrets'),
  log: z.string().describe('the log file, or the name within the log archive'),
  line_start: z.int().min(1),
  line_end: z.int().min(1),
  time: z.string().nullable().describe('time stamp of the first line'),
  job: z.string().nullable(),
  job_id: z.string().nullable(),
  step: z.string().nullable(),
  step_number: z.int().nullable(),
});
export type ReconstructionExcerpt = z.infer<typeof excerptSchema>;

export const reconstructedFileSchema = z.object({
  file: z.string(),
  state: z.enum(['written', 'kept', 'refused']).describe('kept: it was there already; refused: see reason'),
  reason: z.string().nullable(),
  from: z.enum(['aggregate', 'document', 'progress', 'artifact']),
  exact: z.boolean().describe('the bytes are those that the run wrote'),
  provenance: provenanceSchema,
  bytes: z.int().min(0),
  sha256: z.string(),
  values: z.array(reconstructedValueSchema),
  contradicted_by: z
    .array(z.int().min(0))
    .optional()
    .describe('positions in `excerpts` of the lines that say otherwise'),
});
export type ReconstructedFile = z.infer<typeof reconstructedFileSchema>;

export const reconstructionSourceSchema = z.object({
  kind: z.enum(['run', 'log']),
  address: z.string().nullable().describe('page of the run'),
  repository: z.string().nullable(),
  run_id: z.string().nullable(),
  run_attempt: z.int().min(1).nullable(),
  file: z.string().nullable().describe('name of the log file that was given'),
  form: z.enum(['archive', 'text', 'job logs', 'artifacts']),
  sha256: z.string().nullable().describe('of the log as it came'),
  jobs: z.array(z.object({ job_id: z.string(), name: z.string(), conclusion: z.string().nullable() })),
  artifacts: z.array(z.object({ artifact_id: z.string(), name: z.string() })),
});
export type ReconstructionSource = z.infer<typeof reconstructionSourceSchema>;

export const reconstructionSchema = z.looseObject({
  schema_version: z.literal(RECONSTRUCTION_SCHEMA_VERSION),
  extractor_version: z.string(),
  campaign_id: z.string(),
  source: reconstructionSourceSchema,
  complete: z.boolean().describe('every phase that the run reached came back whole'),
  files: z.array(reconstructedFileSchema),
  excerpts: z.array(excerptSchema),
  masks: z.object({
    rule_set: z.string().describe('what looked for secrets in the excerpts'),
    excerpts_masked: z.int().min(0),
    values_masked_by_runner: z.int().min(0).describe('values that arrived as *** and are unknown'),
    files_with_lookalikes: z
      .array(z.string())
      .describe('rebuilt files that hold something like a secret, kept as printed'),
  }),
  notes: z.array(z.string()).describe('what was seen and not used, and limits that were met'),
});
export type Reconstruction = z.infer<typeof reconstructionSchema>;
