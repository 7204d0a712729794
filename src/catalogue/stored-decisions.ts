// `gate-decisions.json` as it lies in the directory of campaigns.

import { hash } from 'node:crypto';
import { GATE_DECISIONS_FILE, type GateDecision, type GateDecisions, gateDecisionsSchema } from '../contract/gate.ts';
import type { Reading } from '../contract/reading.ts';

/** @returns a sentence where the file is there and is none of its kind */
export function readDecisions(reading: Reading | null): GateDecisions | string {
  if (reading === null) return { schema_version: 1, decisions: [] };
  if (reading.state !== 'document')
    return `${GATE_DECISIONS_FILE} says nothing: ${reading.state === 'unreadable' ? reading.why.detail : 'it is no document'}`;
  const parsed = gateDecisionsSchema.safeParse(reading.document);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  return `${GATE_DECISIONS_FILE} says nothing: at ${issue?.path.join('.') || 'its root'}, ${issue?.message}`;
}

/** The hash that a decision carries of itself. */
export const sealOf = ({ seal: _, ...decision }: Omit<GateDecision, 'seal'> & { seal?: string }): string =>
  hash('sha256', JSON.stringify(decision));
