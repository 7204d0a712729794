// Adds the findings of a class's cycles up to what phase 4 reports of it. One cycle that cannot tell makes the
// class's bound unknown: what one cycle did not show, the others cannot make good.

import type { Cycle, Fault, Receipt } from '../contract/artifacts.ts';
import type { Promises } from '../contract/invariants.ts';
import { NODE_NAMES } from '../contract/names.ts';
import { proportionLower, proportionUpper } from '../statistics/confidence.ts';
import { quantiles } from '../statistics/quantiles.ts';
import { anomalyFindings } from './anomaly-findings.ts';
import { countOf, type Findings } from './findings.ts';
import { reachedOver } from './reached.ts';
import { classConsistency } from './register/consistency.ts';
import { classSessions } from './sessions/class-sessions.ts';

/** Counts that the established shape has beside the list of anomalies. */
const COUNTED = ['duplicated', 'corrupted', 'unexpected'] as const;

export interface CheckedCycle {
  cycle: number;
  findings: Findings;
  receipt: Receipt | null;
  clean: boolean;
  /** Every stage ran to its end, and enough writes were acked. */
  as_planned: boolean;
}

/** A cycle by its line in the artifact and by its findings; older lines do not say whether it ran as planned. */
export const checkedCycle = (
  { cycle, receipt, clean, as_planned = true }: Pick<Cycle, 'cycle' | 'receipt' | 'clean' | 'as_planned'>,
  findings: Findings,
): CheckedCycle => ({ cycle, findings, receipt, clean, as_planned });

export interface ClassFindings {
  /** null: the cycles together prove none; without a fault that took effect there is none to prove. */
  bound: number | null;
  fault: Fault;
}

/** @param planned cycles that were asked for; fewer judged ones prove nothing about the class as planned */
export function classFindings(
  cycles: readonly CheckedCycle[],
  planned: number,
  seed: number,
  promises: Promises,
): ClassFindings {
  const findings = cycles.map((one) => one.findings);
  const sum = (of: (one: Findings) => number): number => findings.reduce((total, one) => total + of(one), 0);
  // a field that some cycle could not decide is left out: 0 would say that it was looked for
  const counts = Object.fromEntries(
    COUNTED.flatMap((name) => {
      const total = sumOrNull(findings.map((one) => countOf(one, name)));
      return total === null ? [] : [[name, total]];
    }),
  );
  const acked = sum((one) => one.acked);
  const lost = sumOrNull(findings.map((one) => one.lost));
  const present = sumOrNull(findings.map((one) => one.present_everywhere));
  const counted = sumOrNull(findings.map((one) => (one.count_bound === null ? null : one.count_bound * one.acked)));
  const isComplete = cycles.length === planned && acked > 0;
  const clean = cycles.filter((one) => one.clean).length;
  const injected = cycles.some((one) => one.receipt?.took_effect === true);
  const bound = isComplete && injected && present !== null ? present / acked : null;
  return {
    bound,
    fault: {
      injected,
      ...(injected ? {} : { reason: neverTookEffect(cycles.length) }),
      acked,
      refused: sum((one) => one.refused),
      unknown: sum((one) => one.unknown),
      unsent: sum((one) => one.unsent),
      ...(lost === null ? {} : { lost }),
      missing_by_node: missingByNode(findings),
      ...counts,
      recovered: sum((one) => one.recovered.length),
      cycles: planned,
      cycles_clean: clean,
      cycles_as_planned: cycles.filter((one) => one.as_planned).length,
      cycles_decided: findings.filter((one) => one.decided).length,
      count_bound: isComplete && injected && counted !== null ? counted / acked : null,
      convergence_ms: convergence(findings),
      lower95: bound === null || present === null ? null : proportionLower(present, acked),
      cycle_failure_upper95: cycles.length === 0 ? null : proportionUpper(cycles.length - clean, cycles.length),
      anomalies: anomalyFindings(cycles, promises),
      ...sharedOver(cycles),
      reached: reachedOver(findings.map((one) => one.reached)),
      receipts: cycles.flatMap((one) => one.receipt ?? []),
      seed,
    },
  };
}

const neverTookEffect = (cycles: number): string =>
  cycles === 0
    ? 'no cycle ran'
    : `no receipt of ${cycles} ${cycles === 1 ? 'cycle' : 'cycles'} shows that it took effect`;

/** Nothing where no cycle had a key that clients share. */
function sharedOver(cycles: readonly CheckedCycle[]): Pick<Fault, 'consistency' | 'sessions'> {
  const consistency = classConsistency(cycles.map(({ cycle, findings }) => ({ cycle, ...findings })));
  const sessions = classSessions(cycles.map(({ cycle, findings }) => ({ cycle, ...findings })));
  return consistency === null ? {} : { consistency, sessions };
}

/**
 * Acked writes that a node does not hold at all; one that it holds with other content is an anomaly `missing` too, and is
 * not counted here. Of a node that some cycle could not read nothing is said.
 */
function missingByNode(findings: readonly Findings[]): Record<string, number> {
  const sums = NODE_NAMES.map(
    (node) => [node, sumOrNull(findings.map((one) => one.absent[node]?.length ?? null))] as const,
  );
  return Object.fromEntries(sums.flatMap(([node, total]) => (total === null ? [] : [[node, total]])));
}

/** One time a cycle: until its slowest node held everything. A cycle that never converged has none to give. */
function convergence(findings: readonly Findings[]): Fault['convergence_ms'] {
  const slowest = findings.flatMap((one) => {
    const times = Object.values(one.converged_ms);
    return times.length === 0 || times.includes(null) ? [] : [Math.max(...times.map(Number))];
  });
  const found = quantiles(slowest);
  return found && { ...mapValues(found, round), cycles: slowest.length };
}

const round = (ms: number): number => Math.round(ms * 10) / 10;

function mapValues<K extends string>(record: Record<K, number>, map: (value: number) => number): Record<K, number> {
  const entries = Object.entries<number>(record).map(([key, value]) => [key, map(value)]);
  return Object.fromEntries(entries) as Record<K, number>;
}

/** null where any part is unknown, and for no parts at all: nothing adds up to nothing. */
function sumOrNull(values: readonly (number | null)[]): number | null {
  if (values.length === 0) return null;
  let total = 0;
  for (const value of values) {
    if (value === null) return null;
    total += value;
  }
  return total;
}
