// Narratives in the established map `run-insights.json`; keys that start with `__` are notes.

import { z } from 'zod';

export const fixSchema = z.looseObject({ label: z.string(), url: z.string().optional() });

export const bugSchema = z.looseObject({
  title: z.string(),
  impact: z.string().optional(),
  root_cause: z.string().optional(),
  workaround: z.string().optional(),
  finding: z.string().optional().describe('the id of a finding, as the ledger of findings knows it'),
  fixed_in: z.array(fixSchema).optional(),
});

export const insightSchema = z.looseObject({
  headline: z.string().optional(),
  verdict: z.string().optional(),
  what_it_tested: z.string().optional(),
  what_it_proved: z.string().optional(),
  for_non_technical: z.string().optional(),
  for_c_level: z.string().optional(),
  for_sme: z.string().optional(),
  bugs: z.array(bugSchema).optional(),
  next_run_change: z.string().optional(),
  author: z.string().optional(),
  kind: z.string().optional(),
});
export type Bug = z.infer<typeof bugSchema>;

/** How an analysis may name a finding: as the checkers do (`phase1.restore`), or by a name of its own. */
export const FINDING_ID = /^[a-z0-9][a-z0-9._-]{0,79}$/;

export const ANALYSIS_KINDS = ['ai', 'human', 'rule'] as const;
export type AnalysisKind = (typeof ANALYSIS_KINDS)[number];
