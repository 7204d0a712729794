// Narratives in the established map `run-insights.json`; keys that start with `__` are notes.

import { z } from 'zod';

export const fixSchema = z.looseObject({ label: z.string(), url: z.string().optional() });

export const bugSchema = z.looseObject({
  title: z.string(),
  impact: z.string().optional(),
  root_cause: z.string().optional(),
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

export const ANALYSIS_KINDS = ['ai', 'human', 'rule'] as const;
export type AnalysisKind = (typeof ANALYSIS_KINDS)[number];
