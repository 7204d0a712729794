// `proofhouse.gate.yaml`, in which a repository says what it asks of a release beyond what every release needs, and
// `gate-decisions.json`, in which each decision is kept as it was made. A gate file can only ask for more.

import { z } from 'zod';
import { FINDING_ID } from './insights.ts';
import { isFaultClass, PHASES } from './names.ts';
import { DECISIONS } from './release.ts';

/** Beside the directory of campaigns. */
export const GATE_FILE = 'proofhouse.gate.yaml';
/** Of a file above it nothing is read. */
export const GATE_FILE_BYTES_MAX = 1024 * 1024;
/** In the directory of campaigns. */
export const GATE_DECISIONS_FILE = 'gate-decisions.json';

const count = z.int().min(0);
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const fresh_days_max = 3_650;

const classRulesSchema = z.strictObject({
  cycles: z.int().min(1).optional().describe('at least so many cycles'),
  acked: z.int().min(1).optional().describe('at least so many acked creations'),
  lower95: z.number().gt(0).lt(1).optional().describe('the one-sided lower limit of the bound is at least this'),
});

export const knownFindingSchema = z.strictObject({
  finding: z
    .string()
    .regex(FINDING_ID)
    .describe('its id in the ledger of findings: phase4.partition_minority.late_answer'),
  reason: z.string().trim().min(1).describe('why the release may ship with it'),
  expires: z.iso.date().describe('the last day on which it is accepted'),
});

export const gateRulesSchema = z.strictObject({
  phases: z.array(z.int().min(1).max(PHASES.length)).optional().describe('phases that must pass'),
  classes: z
    .record(z.string().refine(isFaultClass, 'expected the name of a fault class'), classRulesSchema)
    .optional()
    .describe('fault classes of which every check must hold'),
  workloads: z
    .array(z.string().regex(/^[a-z][a-z0-9_-]{0,40}$/))
    .optional()
    .describe('what clients must have done in every one of these classes, as the histories record it'),
  attempts: z
    .strictObject({
      at_least: z.int().min(1).optional().describe('gate campaigns of the release, however they ended'),
      undecided_at_most: count.optional().describe('gate campaigns that neither failed nor clear the release'),
    })
    .optional(),
  fresh_days: z.int().min(1).max(fresh_days_max).optional().describe('the newest campaign that clears it is no older'),
  findings: z
    .enum(['promised', 'all'])
    .default('promised')
    .describe(
      'promised: no campaign of the release shows what the version promises not to do; all: nor anything else, but for what is known',
    ),
  known_findings: z.array(knownFindingSchema).default([]),
});
export type GateRules = z.infer<typeof gateRulesSchema>;

export const gateFileSchema = z.strictObject({
  schema_version: z.literal(1),
  subjects: z.record(z.string(), gateRulesSchema).describe('by the name of the subject'),
});

export const gateRuleSchema = z.strictObject({
  id: z.string(),
  label: z.string(),
  expected: z.string(),
  got: z.unknown(),
  ok: z.boolean().nullable().describe('null: it could not be decided'),
  speaks_against: z.boolean().describe('where it is false the release may not ship; else something is yet to be shown'),
  campaign: z.string().nullable(),
  file: z.string().nullable(),
  line: z.int().min(1).nullable(),
});
export type GateRule = z.infer<typeof gateRuleSchema>;

export const gateDecisionSchema = z.strictObject({
  subject: z.string(),
  ref: z.string(),
  decision: z.enum(DECISIONS),
  why: z.string(),
  decided_at: z.iso.datetime(),
  valid_until: z.iso.date().nullable().describe('the last day on which its rules about time hold; null: it has none'),
  runner_version: z.string(),
  gate_file: z.strictObject({ name: z.string(), sha256 }),
  campaigns: z
    .array(z.strictObject({ id: z.string(), evidence: sha256 }))
    .describe('every campaign of the release, and the hash of all that it recorded'),
  rules: z.array(gateRuleSchema),
  seal: sha256.describe('the hash of everything above it: it shows a change by hand, and is no signature'),
});
export type GateDecision = z.infer<typeof gateDecisionSchema>;

export const gateDecisionsSchema = z.strictObject({
  schema_version: z.literal(1),
  decisions: z.array(gateDecisionSchema),
});
export type GateDecisions = z.infer<typeof gateDecisionsSchema>;

/** One decision as the release page shows it. */
export interface StandingDecision {
  decision: GateDecision;
  /** What is wrong with it; empty where it was made from exactly what is here. */
  stale: string[];
  /** Somebody changed it, or it contradicts itself: it says nothing. */
  not_believed: string[];
}
