// The scoreboard: what was planted in a subject's nodes, or in the harness itself, and what the harness said of it.
// `scoreboard.json`, written by `npm run scoreboard`.

import { z } from 'zod';

const count = z.int().min(0);
const share = z.number().min(0).max(1);

export const trialSchema = z.object({
  id: z.string(),
  kind: z.enum(['defect', 'saboteur']).describe('planted in the nodes, or in a piece of the harness'),
  does: z.string().describe('in words'),
  phase: z.int().min(1).max(4),
  class: z.string().nullable().describe('of phase 4'),
  expected_anomaly: z
    .string()
    .describe(
      'the anomaly, or the check, that must be false; with "not decided" where the harness must refuse to judge',
    ),
  observed: z.array(z.string()).describe('every anomaly and check that was false, and those left undecided, said so'),
  caught: z.boolean().describe('the expected one was observed, on the nodes and rows that were harmed'),
  cycles: count.describe('that were run; 1 for a phase without cycles'),
  caught_in: count.describe('cycles whose own anomalies name the expected one; 1 or 0 for a phase without cycles'),
  power: share
    .nullable()
    .describe('lower 95 % limit of the chance that a gate of 50 cycles sees it, from the share of cycles that did'),
  escapes_because: z.string().nullable(),
  took_ms: count,
  command: z.string().describe('runs this line alone'),
});
export type Trial = z.infer<typeof trialSchema>;

/** What a campaign keeps of the defect that was planted to see whether the harness here would find one. */
export const canarySchema = z.looseObject({
  defect: z.string(),
  phase: z.int(),
  class: z.string().nullable(),
  expected_anomaly: z.string(),
  observed: z.array(z.string()),
  caught: z.boolean().describe('where it is not, the campaign is no pass'),
  took_ms: count,
});
export type Canary = z.infer<typeof canarySchema>;

export const controlSchema = z.object({
  subject: z.string(),
  phase: z.int().min(1).max(4),
  class: z.string().nullable(),
  seed: count,
  passed: z.boolean(),
  found: z.array(z.string()).describe('what was false or undecided; empty where it passed'),
  took_ms: count,
});
export type Control = z.infer<typeof controlSchema>;

/** How likely a gate sees a defect that strikes each acked write with some chance. */
export const powerSchema = z.object({
  campaign: z.string().describe('whose recorded histories were judged again'),
  acked: count.describe('creations in all its cycles'),
  rates: z.array(
    z.object({
      rate: share.describe('chance that an acked write is taken out of what one node holds at the end'),
      trials: count,
      seen: count.describe('trials in which the checkers named a missing write'),
      lower95: share,
      upper95: share,
      theory: share.describe('1 - (1 - rate) ^ acked'),
    }),
  ),
});
export type Power = z.infer<typeof powerSchema>;

export const scoreboardSchema = z.object({
  schema_version: z.literal(1),
  kind: z.literal('scoreboard'),
  harness_version: z.string(),
  harness_sources_sha256: z
    .string()
    .describe('of the code that this scoreboard speaks of: another hash, and it is stale'),
  commit: z.string().nullable(),
  date: z.iso.datetime(),
  seed: count,
  environment: z.record(z.string(), z.unknown()),
  defects: z.array(trialSchema),
  controls: z.array(controlSchema),
  power: powerSchema.nullable(),
});
export type Scoreboard = z.infer<typeof scoreboardSchema>;
