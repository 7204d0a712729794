// Phase 4: faults under load. Each class runs its cycles on clusters of its own; a cluster whose cycle was not
// clean is thrown away, so that one cycle's damage is never counted twice. What the class is worth follows from the
// findings of its checkers, by what the version promises.

import { checkedCycle, classFindings } from '../../checkers/class-findings.ts';
import type { Cycle, Phase4 } from '../../contract/artifacts.ts';
import { promisesUnder } from '../../contract/invariants.ts';
import { messageOf } from '../../contract/message.ts';
import { cyclesFile } from '../../contract/names.ts';
import type { HistoryOp } from '../../history/ops.ts';
import { REAL_PARTS } from '../harness-parts.ts';
import type { FaultClass } from '../nemesis/fault.ts';
import { PROXY } from '../network/proxy/wires.ts';
import type { PhaseContext } from '../phase-context.ts';
import { openHistory } from '../recorder.ts';
import { cannotRun } from '../workloads/in-cycle.ts';
import type { CycleResult } from './cycle-record.ts';
import { type PlannedCycle, runLanes } from './lanes.ts';
import { type ClassResult, phase4Document } from './phase4-document.ts';
import { replayCommand } from './replay-command.ts';

/** @param cycles of every fault class */
export async function chaos(context: PhaseContext, cycles: readonly PlannedCycle[]): Promise<Phase4> {
  const results = new Map<string, ClassResult>();
  const { faultClass: named } = context.harness ?? REAL_PARTS;
  for (const name of context.faults) {
    if (context.signal.aborted) break;
    const result = await runClass(context, named(name), cycles);
    if (result) results.set(name, result);
  }
  const { faults, profile, capabilities } = context;
  const { writes_per_cycle, workloads } = profile;
  const planned = { faults, cycles: cycles.length, writes_per_cycle, workloads };
  return phase4Document(planned, cannotRun(workloads, capabilities), results);
}

/** null where the campaign was interrupted before the class had shown anything. */
async function runClass(
  context: PhaseContext,
  fault: FaultClass,
  cycles: readonly PlannedCycle[],
): Promise<ClassResult | null> {
  const available = fault.available(context.capabilities, context.network ?? PROXY, context.profile.nodes);
  if (!available.available) {
    context.progress({ event: 'class-skipped', fault: fault.name, reason: available.reason });
    return { fault: { injected: false, reason: available.reason }, bound: null };
  }
  context.progress({ event: 'class-began', fault: fault.name, cycles: cycles.length });
  const began = performance.now();
  const history = openHistory(context.folder.place(`history-${fault.name}.jsonl.gz`), (op) =>
    tellOp(context, fault.name, op),
  );
  const ran: CycleResult[] = [];
  let reason = 'its nodes could not be brought to run a cycle';
  const troubled = (error: unknown): void => {
    reason = messageOf(error);
    context.trouble({ phase: 4, error: `${fault.name}: ${reason}` });
  };
  try {
    await runLanes(context, fault, cycles, history, (result) => {
      ran.push(result);
      tell(context, fault.name, result.line, ran.length, cycles.length);
    });
  } catch (error) {
    troubled(error);
  }
  // what cannot be written of one class takes nothing from the others
  await history.close().catch(troubled);
  if (context.signal.aborted && ran.length === 0) return null;
  if (ran.length === 0) return { fault: { injected: false, reason }, bound: null };
  const inOrder = ran.toSorted((x, y) => x.line.cycle - y.line.cycle);
  const lines = inOrder.map(({ line }) => line);
  await context.folder.writeCycles(cyclesFile(fault.name), lines).catch(troubled);
  const judged = inOrder.map(({ line, findings }) => checkedCycle(line, findings));
  const promises = promisesUnder(fault.name, context.capabilities.promises);
  const { fault: found, bound } = classFindings(judged, cycles.length, context.seed, promises);
  const ms = Math.round(performance.now() - began);
  const { cycles_clean: clean = 0, acked = 0 } = found;
  context.progress({ event: 'class-ended', fault: fault.name, acked, clean, cycles: cycles.length, ms });
  return { fault: { ...found, took_ms: ms }, bound };
}

/** What a person who watches wants to know at once. */
function tellOp({ progress }: PhaseContext, fault: string, { process, f, type, cycle }: HistoryOp): void {
  if (f === 'write' && type === 'ok') progress({ event: 'ack' });
  // of the nemesis `info` says that the fault surely holds, or is healed
  if (process === 'nemesis' && type === 'info') progress({ event: 'fault', fault, cycle, holds: f === 'inject' });
}

function tell(context: PhaseContext, fault: string, line: Cycle, done: number, cycles: number): void {
  const { cycle, acked, clean, reasons } = line;
  const schedule = Number(line.schedule_of_cycle ?? cycle);
  const replay = replayCommand(context, fault, schedule);
  context.progress({ event: 'cycle', fault, cycle, done, cycles, acked, clean, reasons, replay });
}
