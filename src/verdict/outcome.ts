// From four statuses and one summary to an outcome, and whether the claim agrees with it.

import { SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import type { ArtifactVerdict, Claim, Outcome, PhaseVerdict } from '../contract/verdict.ts';

/** @param objections what keeps the campaign from a pass whatever its phases are, one sentence each */
export function outcomeOf(
  phases: readonly PhaseVerdict[],
  summary: JsonObject | null,
  artifacts: readonly ArtifactVerdict[],
  objections: readonly string[],
): { outcome: Outcome; reasons: string[]; claim: Claim } {
  const allPass = phases.every(({ status }) => status === 'PASS');
  const claimed = typeof summary?.overall_pass === 'boolean' ? summary.overall_pass : null;
  const altered = artifacts.filter(({ departs }) => departs !== null && departs.how !== 'not listed');
  const outcome = phases.some(({ status }) => status === 'FAIL')
    ? 'FAIL'
    : allPass && claimed === true && altered.length === 0 && objections.length === 0
      ? 'PASS'
      : 'INCOMPLETE';
  return {
    outcome,
    reasons: outcome === 'PASS' ? [] : [...reasons(phases, summary, claimed, altered), ...objections],
    claim: { overall_pass: claimed, disputed: claimed === true ? outcome !== 'PASS' : claimed === false && allPass },
  };
}

function reasons(
  phases: readonly PhaseVerdict[],
  summary: JsonObject | null,
  claimed: boolean | null,
  altered: readonly ArtifactVerdict[],
): string[] {
  const short = phases
    .filter(({ status }) => status !== 'PASS')
    .map(({ phase, status }) => `phase ${phase} is ${status}`);
  const claim =
    summary === null
      ? [`${SUMMARY_FILE} is absent or cannot be judged`]
      : claimed === true
        ? []
        : [`${SUMMARY_FILE} does not say overall_pass: true`];
  return [...short, ...claim, ...altered.flatMap(({ departs }) => departs?.detail ?? [])];
}
