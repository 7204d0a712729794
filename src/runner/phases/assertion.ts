// What a phase asserts of itself, three-valued: a phase passes only on proof, and an assertion that could not
// be made is neither. The judge decides again, from the document alone.

import { isExcluded } from '../../checkers/anomaly-findings.ts';
import type { AnomalyFinding } from '../../contract/anomalies.ts';
import type { Verdict } from '../../contract/artifacts.ts';

/** `ok` null: could not be decided. `otherwise` says what was found instead, in words. */
export interface Assertion {
  ok: boolean | null;
  otherwise: string;
}

export interface Claim {
  pass: boolean;
  verdict: Verdict;
  /** `[""]` means no reason, in the established shape. */
  reasons: string[];
}

export function claimOf(assertions: readonly Assertion[]): Claim {
  const broken = assertions.filter((assertion) => assertion.ok !== true);
  const failed = broken.some((assertion) => assertion.ok === false);
  const verdict: Verdict = failed ? 'fail' : broken.length > 0 || assertions.length === 0 ? 'unknown' : 'pass';
  const reasons = broken.map((assertion) => assertion.otherwise);
  return { pass: verdict === 'pass', verdict, reasons: reasons.length > 0 ? reasons : [''] };
}

/** One for each anomaly, but for what was found and is promised by nobody: of that nothing is asserted. */
export const anomalyAssertions = (findings: readonly AnomalyFinding[], where: string): Assertion[] =>
  findings
    .filter((one) => one.valid !== false || isExcluded(one))
    .map(({ name, valid, evidence, undecided, cycles }) => ({
      ok: valid,
      otherwise:
        valid === null
          ? `${where}${name} could not be decided in ${undecided} of ${cycles}`
          : `${where}${name}: ${evidence[0]?.sentence ?? 'found'}`,
    }));
