// What a gate is asked, and the form of each of its answers.

import type { DefectState } from '../catalogue/findings-in.ts';
import type { Release } from '../catalogue/releases.ts';
import type { GateRule, GateRules } from '../contract/gate.ts';
import type { Check } from '../contract/verdict.ts';
import type { Attempt } from './attempt.ts';

export interface Asked {
  release: Release;
  rules: GateRules;
  /** The gate campaign that speaks for the release; null where there is none. */
  speaker: Attempt | null;
  /** What each campaign of the release shows. */
  findings: readonly { campaign: string; findings: readonly DefectState[] }[];
  /** Milliseconds since 1970. */
  now: number;
}

/** A rule of the release as a whole. */
export const ofRelease = ({ id, label, expected, got, ok }: Check, speaks_against: boolean): GateRule => ({
  id,
  label,
  expected,
  got: got ?? null,
  ok,
  speaks_against,
  campaign: null,
  file: null,
  line: null,
});

/** A rule about one gate campaign, with the way to its evidence; unknown where there is none. */
export function ofAttempt(attempt: Attempt | null, rule: Check, speaks_against: boolean): GateRule {
  if (attempt === null) return { ...ofRelease(rule, speaks_against), got: null, ok: null };
  const isDocument = attempt.entry.verdict.artifacts.some(
    ({ file, state }) => file === rule.file && state === 'document',
  );
  const line = rule.file !== null && isDocument ? attempt.lineOf(rule.file, rule.path) : null;
  return { ...ofRelease(rule, speaks_against), campaign: attempt.id, file: rule.file, line };
}
