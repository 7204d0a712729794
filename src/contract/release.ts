// The words of a release decision: what one campaign shows of it, and what all of them decide.

import type { Check, Outcome } from './verdict.ts';

export const DECISIONS = ['ship', 'do not ship', 'undecided'] as const;
export type Decision = (typeof DECISIONS)[number];

/** Whether one campaign clears a release, rule by rule. A rule has the form of a check. */
export interface Clearing {
  clears: boolean;
  rules: Check[];
  /** One sentence for each rule that is not met. */
  why: string[];
}

/** A campaign of a release; `clearing` is null where nobody asked, since it is no gate campaign. */
export interface ReleaseCampaign {
  id: string;
  outcome: Outcome;
  clearing: Clearing | null;
}

export interface ReleaseVerdict {
  decision: Decision;
  /** One sentence. */
  why: string;
  rules: Check[];
  /** The gate campaigns that count, in the order given. */
  attempts: { id: string; outcome: Outcome; clearing: Clearing }[];
}
