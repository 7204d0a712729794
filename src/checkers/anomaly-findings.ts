// What the cycles of a class, or the one of phase 2, show of each anomaly that was looked for, beside what the version
// promises. One cycle in which it was found is enough; to say that it was not there, nearly all must have decided.

import { ANOMALIES, ANOMALY_NAMES, type AnomalyFinding, type AnomalyName } from '../contract/anomalies.ts';
import type { Promises } from '../contract/invariants.ts';
import { DECIDED_SHARE_MIN } from '../contract/names.ts';
import type { Findings } from './findings.ts';

const EVIDENCE_CYCLES_MAX = 5;
const ALWAYS = 'the harness’s own rule: no store may do it';

type Judged = { cycle: number; findings: Pick<Findings, 'valid' | 'anomalies'> };

/** @param cycles in order; an anomaly that none of them could show is not listed */
export function anomalyFindings(cycles: readonly Judged[], promises: Promises): AnomalyFinding[] {
  return ANOMALY_NAMES.flatMap((name) => {
    const verdicts = cycles.flatMap(({ findings }) => (name in findings.valid ? [findings.valid[name] ?? null] : []));
    return verdicts.length === 0 ? [] : [findingOf(name, verdicts, cycles, promises)];
  });
}

function findingOf(
  name: AnomalyName,
  verdicts: readonly (boolean | null)[],
  cycles: readonly Judged[],
  promises: Promises,
): AnomalyFinding {
  const evidence = cycles.flatMap(({ cycle, findings }) =>
    findings.anomalies.filter((anomaly) => anomaly.name === name).map((anomaly) => ({ ...anomaly, cycle })),
  );
  const undecided = verdicts.filter((valid) => valid === null).length;
  const found_in = verdicts.filter((valid) => valid === false).length;
  const enough = verdicts.length - undecided >= DECIDED_SHARE_MIN * verdicts.length;
  return {
    name,
    valid: found_in > 0 ? false : enough ? true : null,
    ...promiseOf(name, promises),
    cycles: verdicts.length,
    undecided,
    found_in,
    count: undecided === verdicts.length ? null : evidence.reduce((sum, { count }) => sum + count, 0),
    evidence: evidence.slice(0, EVIDENCE_CYCLES_MAX),
  };
}

function promiseOf(name: AnomalyName, promises: Promises): Pick<AnomalyFinding, 'excluded_by' | 'promised' | 'source'> {
  const { excluded_by } = ANOMALIES[name];
  if (excluded_by === 'always') return { excluded_by, promised: true, source: ALWAYS };
  const promise = promises[excluded_by];
  return { excluded_by, promised: promise?.promised ?? null, source: promise?.source ?? null };
}

/** Nothing may do it, or this version promises that it does not. */
export const isExcluded = ({ excluded_by, promised }: AnomalyFinding): boolean =>
  excluded_by === 'always' || promised === true;
