// JSON Schema of every artifact and API document, from the same source that parses them.

import { z } from 'zod';
import { apiCampaignSchema, apiCampaignsSchema, apiFindingsSchema } from './api.ts';
import {
  cycleSchema,
  evidenceListSchema,
  opSchema,
  phase1Schema,
  phase2Schema,
  phase3Schema,
  phase4Schema,
  summarySchema,
} from './artifacts.ts';
import { comparisonSchema } from './comparison.ts';
import { gateDecisionsSchema, gateFileSchema } from './gate.ts';
import { insightSchema } from './insights.ts';
import { packedCycleSchema } from './packed-history.ts';
import { planSchema } from './plan.ts';
import { reconstructionSchema } from './reconstruction.ts';
import { scoreboardSchema } from './scoreboard.ts';
import { shrinkSchema } from './shrink.ts';

const PUBLISHED = {
  'campaign-summary': summarySchema,
  'phase1-node': phase1Schema,
  phase2: phase2Schema,
  phase3: phase3Schema,
  phase4: phase4Schema,
  'phase4-cycle': cycleSchema,
  'history-cycle': packedCycleSchema,
  'history-op': opSchema,
  plan: planSchema,
  'evidence.sha256': evidenceListSchema,
  reconstruction: reconstructionSchema,
  'harness-comparison': comparisonSchema,
  scoreboard: scoreboardSchema,
  shrink: shrinkSchema,
  'run-insight': insightSchema,
  gate: gateFileSchema,
  'gate-decisions': gateDecisionsSchema,
  'api-campaign': apiCampaignSchema,
  'api-campaigns': apiCampaignsSchema,
  'api-findings': apiFindingsSchema,
} as const;

export type SchemaName = keyof typeof PUBLISHED;
export const SCHEMA_NAMES = Object.keys(PUBLISHED) as SchemaName[];

/** The JSON Schema (2020-12) published as `/schema/<name>.json`. */
export function jsonSchema(name: SchemaName): object {
  const schema: z.ZodType = PUBLISHED[name];
  return { title: name, ...z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) };
}
