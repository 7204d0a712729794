// The document of phase 4, from what each of its classes showed: one of one machine, or one merged of many.

import type { Fault, Phase4 } from '../../contract/artifacts.ts';
import { figureInWords } from '../../contract/figure-form.ts';
import { CONVERGENCE_BOUND_MIN } from '../../contract/names.ts';
import { type Assertion, anomalyAssertions, claimOf } from './assertion.ts';

export interface ClassResult {
  fault: Fault;
  /** null: no bound could be proven. */
  bound: number | null;
}

export interface PlannedChaos {
  faults: readonly string[];
  /** Of each class. */
  cycles: number;
  writes_per_cycle: number;
  workloads: readonly string[];
}

/**
 * @param cannot why each of the workloads that could not run did not
 * @param results by class; one that is not there did not run
 */
export function phase4Document(
  planned: PlannedChaos,
  cannot: ReadonlyMap<string, string>,
  results: ReadonlyMap<string, ClassResult>,
): Phase4 {
  const bounds = [...results].flatMap(([name, { bound }]) => (bound === null ? [] : [[name, bound] as const]));
  return {
    phase: 4,
    ...claimOf([
      ...workloadAssertions(cannot),
      ...planned.faults.flatMap((name) => classAssertions(name, results.get(name))),
    ]),
    cycles_per_fault: planned.cycles,
    writes_per_cycle: planned.writes_per_cycle,
    convergence_by_fault: Object.fromEntries(bounds),
    planned_faults: [...planned.faults],
    faults: Object.fromEntries([...results].map(([name, { fault }]) => [name, fault])),
    workloads: planned.workloads.filter((name) => !cannot.has(name)),
    ...(cannot.size > 0 ? { workloads_not_run: Object.fromEntries(cannot) } : {}),
  };
}

const workloadAssertions = (cannot: ReadonlyMap<string, string>): Assertion[] =>
  [...cannot].map(([name, reason]) => ({ ok: null, otherwise: `the workload ${name} did not run: ${reason}` }));

function classAssertions(name: string, result: ClassResult | undefined): Assertion[] {
  if (!result) return [{ ok: null, otherwise: `${name}: did not run` }];
  const { fault, bound } = result;
  const notInjected = { ok: fault.injected ? true : null, otherwise: `${name}: not injected: ${fault.reason}` };
  if (fault.cycles === undefined) return [notInjected];
  const proven = (fault.receipts ?? []).filter((one) => one.took_effect && one.healed && one.ops_in_window > 0).length;
  return [
    notInjected,
    {
      ok: bound === null ? null : bound >= CONVERGENCE_BOUND_MIN && bound <= 1,
      otherwise:
        bound === null
          ? `${name}: no bound could be proven`
          : `${name}: bound ${figureInWords(bound)} is below ${CONVERGENCE_BOUND_MIN}`,
    },
    ...anomalyAssertions(fault.anomalies ?? [], `${name}: `),
    {
      ok: proven === fault.cycles ? true : null,
      otherwise: `${name}: receipts with operations inside the fault for ${proven} of ${fault.cycles} cycles`,
    },
    {
      ok: fault.cycles_as_planned === fault.cycles ? true : null,
      otherwise: `${name}: ${fault.cycles_as_planned} of ${fault.cycles} cycles ran as planned`,
    },
    {
      ok: fault.unsent ? null : true,
      otherwise: `${name}: ${fault.unsent} operations that the harness could not send`,
    },
  ];
}
