// `recheck.json`: what today's checkers find in the histories that a campaign stored. It comes later than the campaign,
// so no list of hashes names it, and it changes nothing of what was recorded.

import { z } from 'zod';
import { ANOMALY_NAMES, anomalyFindingsSchema } from './anomalies.ts';
import { OUTCOMES } from './verdict.ts';

const count = z.int().min(0);

export const RECHECK_FILE = 'recheck.json';

/** One finding that is not what the campaign itself says. */
const changeSchema = z.looseObject({
  name: z.enum(ANOMALY_NAMES),
  recorded: z
    .boolean()
    .nullable()
    .optional()
    .describe('what the campaign says: true: free of it; null: not decided; absent: it never looked for it'),
  today: z.boolean().nullable(),
  sentence: z.string(),
});
export type Change = z.infer<typeof changeSchema>;

const historySchema = z.looseObject({
  file: z.string(),
  phase: z.union([z.literal(2), z.literal(4)]),
  fault: z.string().nullable(),
  cycles: count,
  anomalies: anomalyFindingsSchema,
  changes: z.array(changeSchema),
  cannot_show: z.array(z.enum(ANOMALY_NAMES)).describe('what this format of history did not record; not counted'),
  problem: z.string().nullable().describe('why the history could not be judged'),
});
export type RecheckedHistory = z.infer<typeof historySchema>;

export const recheckSchema = z.looseObject({
  schema_version: z.literal(1),
  campaign_id: z.string(),
  rechecked_at: z.string(),
  runner_version: z.string(),
  histories: z.array(historySchema),
  outcome: z.looseObject({ recorded: z.enum(OUTCOMES), today: z.enum(OUTCOMES) }),
});
export type Recheck = z.infer<typeof recheckSchema>;
