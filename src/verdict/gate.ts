// From the rules of a gate to its decision, and from a stored decision to what it is still worth beside the evidence.

import type { GateRule, StandingDecision } from '../contract/gate.ts';
import type { Decision, ReleaseVerdict } from '../contract/release.ts';

/** What speaks against a release decides; else every rule has to be met. */
export function decisionByRules(rules: readonly GateRule[]): Decision {
  if (rules.some(({ ok, speaks_against }) => ok === false && speaks_against)) return 'do not ship';
  return rules.length > 0 && rules.every(({ ok }) => ok === true) ? 'ship' : 'undecided';
}

/**
 * What a release is decided by where a gate was asked about it: never more than the evidence allows. A decision that
 * was made from other evidence, or that nobody can believe, leaves the release undecided until the gate is asked again.
 */
export function withGate(verdict: ReleaseVerdict, { decision, stale, not_believed }: StandingDecision): ReleaseVerdict {
  if (verdict.decision === 'do not ship') return verdict;
  const day = decision.decided_at.slice(0, 10);
  if (not_believed.length > 0)
    return {
      ...verdict,
      decision: 'undecided',
      why: `A stored decision of its gate cannot be believed: ${not_believed[0]}.`,
    };
  if (stale.length > 0)
    return {
      ...verdict,
      decision: 'undecided',
      why: `Its gate was asked on ${day} and said: ${decision.decision}. That is out of date: ${stale[0]}.`,
    };
  const isShip = verdict.decision === 'ship' && decision.decision === 'ship';
  if (isShip) return { ...verdict, why: `${verdict.why} Its gate agreed on ${day}.` };
  return {
    ...verdict,
    decision: decision.decision === 'ship' ? verdict.decision : decision.decision,
    why: decision.decision === 'ship' ? verdict.why : `Its gate was asked on ${day}. ${decision.why}`,
  };
}
