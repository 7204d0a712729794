// What all checkers say of one cycle, and what was counted. A checker that breaks has decided nothing.

import type { Anomaly, AnomalyName } from '../contract/anomalies.ts';
import type { ReachedName } from '../contract/reached.ts';
import type { CycleModel } from '../history/model.ts';
import { type CheckResult, plural, undecided } from './checker.ts';
import { CHECKERS } from './list.ts';
import { type Measures, measure } from './measures.ts';
import { reachedIn } from './reached.ts';
import { type SharedFindings, sharedFindings } from './shared-findings.ts';

export interface Findings extends Measures, Pick<SharedFindings, 'consistency' | 'sessions'> {
  /** By anomaly that the cycle could show: free of it, not, or null where that could not be decided. */
  valid: Partial<Record<AnomalyName, boolean | null>>;
  anomalies: Anomaly[];
  /** What of a campaign's aims the cycle came to. */
  reached: Partial<Record<ReachedName, boolean>>;
  /** Why something could not be decided, one sentence each. */
  undecided: string[];
  /** Every checker that applies could decide. */
  decided: boolean;
}

export function findingsOf(model: CycleModel, checkers = CHECKERS): Findings {
  const results = checkers.flatMap((checker) => {
    const result = safely(() => (checker.applies(model) ? checker.check(model) : null));
    return result === null ? [] : [[checker.name, atRest(model, result)] as const];
  });
  const { consistency, sessions, problem } = sharedFindings(model);
  return {
    ...measure(model),
    consistency,
    sessions,
    reached: reachedIn(model),
    valid: Object.fromEntries(results.map(([name, { valid }]) => [name, valid])),
    anomalies: results.flatMap(([, { anomalies }]) => anomalies),
    undecided: [
      ...results.flatMap(([name, result]) =>
        result.valid === null ? [`${name} not decided: ${result.undecided}`] : [],
      ),
      ...(problem === null ? [] : [problem]),
    ],
    decided: problem === null && results.length > 0 && results.every(([, { valid }]) => valid !== null),
  };
}

/** What was looked for while clients were at work and not found may have been hidden by them. */
function atRest({ ops_during_looks: ops }: CycleModel, result: CheckResult): CheckResult {
  if (ops === 0 || result.valid !== true) return result;
  return undecided(`${ops} ${plural(ops, 'operation')} of clients went on while the nodes were read`);
}

function safely(check: () => CheckResult | null): CheckResult | null {
  try {
    return check();
  } catch (error) {
    return { valid: null, anomalies: [], undecided: `the checker failed: ${String(error)}` };
  }
}

/**
 * Writes or rows of which the anomaly was found; null where that was not decided, 0 where it was. Where the checker does
 * not apply it is 0 too, but for a cycle that could not be read.
 */
export function countOf({ valid, anomalies, unread }: Findings, name: AnomalyName): number | null {
  const found = anomalies.find((one) => one.name === name);
  if (found) return found.count;
  const decided = valid[name] === undefined ? unread.length === 0 : valid[name] !== null;
  return decided ? 0 : null;
}

/** Findings in words, one sentence each; none for a clean cycle. */
export function reasonsOf(findings: Findings): string[] {
  return [
    ...(findings.acked === 0 ? ['no write was acked: nothing was shown'] : []),
    ...(findings.unsent > 0
      ? [`${findings.unsent} ${plural(findings.unsent, 'operation')} that the harness itself could not send`]
      : []),
    ...findings.unread.map((node) => `node ${node} could not be read at the end`),
    ...findings.anomalies.map(({ sentence }) => sentence),
    ...findings.undecided,
  ];
}
