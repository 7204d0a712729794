// Phase 4: faults under load. Each class runs its cycles on clusters of its own; a cluster whose cycle was not
// clean is thrown away, so that one cycle's damage is never counted twice.

import { classFindings, type JudgedCycle } from '../../checkers/class-findings.ts';
import type { Cycle, Fault, Phase4 } from '../../contract/artifacts.ts';
import { CONVERGENCE_BOUND_MIN } from '../../contract/names.ts';
import type { HistoryOp } from '../../history/ops.ts';
import { faultClass } from '../nemesis/classes.ts';
import type { FaultClass } from '../nemesis/fault.ts';
import type { Bench } from '../phase-context.ts';
import { openHistory } from '../recorder.ts';
import { type Assertion, claimOf, messageOf } from './assertion.ts';
import { type PlannedCycle, runLanes } from './lanes.ts';
import { replayCommand } from './replay-command.ts';

export interface ChaosPlan {
  /** The one cycle of a replay; otherwise 1 to the profile's number. */
  only_cycle?: number;
}

interface ClassResult {
  fault: Fault;
  bound: number | null;
}

export async function chaos(bench: Bench, plan: ChaosPlan = {}): Promise<Phase4> {
  const results = new Map<string, ClassResult>();
  for (const name of bench.faults) {
    if (bench.signal.aborted) break;
    const result = await runClass(bench, faultClass(name), cyclesOf(bench, plan));
    if (result) results.set(name, result);
  }
  const bounds = [...results].flatMap(([name, { bound }]) => (bound === null ? [] : [[name, bound] as const]));
  return {
    phase: 4,
    ...claimOf(bench.faults.flatMap((name) => classAssertions(name, results.get(name)))),
    cycles_per_fault: cyclesOf(bench, plan).length,
    writes_per_cycle: bench.profile.writes_per_cycle,
    convergence_by_fault: Object.fromEntries(bounds),
    planned_faults: [...bench.faults],
    faults: Object.fromEntries([...results].map(([name, { fault }]) => [name, fault])),
  };
}

/** The one cycle of a replay is the first of its own run, on the schedule of the one that it repeats. */
const cyclesOf = ({ profile }: Bench, { only_cycle }: ChaosPlan): PlannedCycle[] =>
  only_cycle === undefined
    ? Array.from({ length: profile.cycles }, (_, i) => ({ number: i + 1, schedule: i + 1 }))
    : [{ number: 1, schedule: only_cycle }];

/** null where the campaign was interrupted before the class had shown anything. */
async function runClass(bench: Bench, fault: FaultClass, cycles: readonly PlannedCycle[]): Promise<ClassResult | null> {
  const available = fault.available(bench.capabilities);
  if (!available.available) {
    bench.progress({ event: 'class-skipped', fault: fault.name, reason: available.reason });
    return { fault: { injected: false, reason: available.reason }, bound: null };
  }
  bench.progress({ event: 'class-began', fault: fault.name, cycles: cycles.length });
  const began = performance.now();
  const history = openHistory(bench.folder.place(`history-${fault.name}.jsonl.gz`), (op) =>
    tellOp(bench, fault.name, op),
  );
  const judged: JudgedCycle[] = [];
  const lines: Cycle[] = [];
  let reason = 'its nodes could not be brought to run a cycle';
  const troubled = (error: unknown): void => {
    reason = messageOf(error);
    bench.trouble({ phase: 4, error: `${fault.name}: ${reason}` });
  };
  try {
    await runLanes(bench, fault, cycles, history, ({ line, findings, invariants }) => {
      judged.push({ cycle: line.cycle, findings, invariants, receipt: line.receipt, clean: line.clean });
      lines.push(line);
      tell(bench, fault.name, line, lines.length, cycles.length);
    });
  } catch (error) {
    troubled(error);
  }
  // what cannot be written of one class takes nothing from the others
  await history.close().catch(troubled);
  if (bench.signal.aborted && lines.length === 0) return null;
  if (lines.length === 0) return { fault: { injected: false, reason }, bound: null };
  const linesInOrder = lines.toSorted((x, y) => x.cycle - y.cycle);
  await bench.folder.writeCycles(`phase4-${fault.name}.jsonl`, linesInOrder).catch(troubled);
  const inOrder = judged.toSorted((x, y) => x.cycle - y.cycle);
  const { fault: findings, bound } = classFindings(inOrder, cycles.length, bench.seed);
  const ms = Math.round(performance.now() - began);
  const clean = findings.cycles_clean ?? 0;
  const acked = findings.acked ?? 0;
  bench.progress({ event: 'class-ended', fault: fault.name, acked, clean, cycles: cycles.length, ms });
  return { fault: { ...findings, took_ms: ms }, bound };
}

/** What a person who watches wants to know at once. */
function tellOp({ progress }: Bench, fault: string, { process, f, type, cycle }: HistoryOp): void {
  if (f === 'write' && type === 'ok') progress({ event: 'ack' });
  if (process === 'nemesis' && type === 'info') progress({ event: 'fault', fault, cycle, holds: f === 'inject' });
}

function tell(bench: Bench, fault: string, line: Cycle, done: number, cycles: number): void {
  const { cycle, acked, clean, reasons } = line;
  const schedule = Number(line.schedule_of_cycle ?? cycle);
  const replay = replayCommand(bench, fault, schedule);
  bench.progress({ event: 'cycle', fault, cycle, done, cycles, acked, clean, reasons, replay });
}

function classAssertions(name: string, result: ClassResult | undefined): Assertion[] {
  if (!result) return [{ ok: null, otherwise: `${name}: did not run` }];
  const { fault, bound } = result;
  if (fault.reason !== undefined) return [{ ok: null, otherwise: `${name}: not injected: ${fault.reason}` }];
  const none = (of: 'lost' | 'corrupted' | 'duplicated' | 'unexpected', words: string): Assertion => ({
    ok: fault[of] === 0,
    otherwise: `${name}: ${fault[of]} ${words}`,
  });
  const proven = (fault.receipts ?? []).filter((one) => one.took_effect && one.healed && one.ops_in_window > 0).length;
  return [
    {
      ok: bound === null ? null : bound >= CONVERGENCE_BOUND_MIN && bound <= 1,
      otherwise:
        bound === null
          ? `${name}: no bound could be proven`
          : `${name}: bound ${bound} is below ${CONVERGENCE_BOUND_MIN}`,
    },
    none('lost', 'acked writes on no node'),
    none('corrupted', 'writes held with other content than was sent'),
    none('duplicated', 'writes held more than once by one node'),
    none('unexpected', 'rows that no client sent'),
    {
      ok: proven === fault.cycles ? true : null,
      otherwise: `${name}: receipts with operations inside the fault for ${proven} of ${fault.cycles} cycles`,
    },
  ];
}
