// One trial: the cycle as the schedule has it, on three nodes of its own, by the same lanes, stages and checkers as in a
// campaign. It reproduces where the same anomaly is named and a receipt shows that the fault took effect.

import { rm } from 'node:fs/promises';
import type { Anomaly, AnomalyName } from '../contract/anomalies.ts';
import { messageOf } from '../contract/message.ts';
import type { Schedule } from '../contract/shrink.ts';
import type { HistoryOp } from '../history/ops.ts';
import { faultClass } from '../runner/nemesis/classes.ts';
import type { CycleResult } from '../runner/phases/cycle-record.ts';
import { type LaneContext, runLanes } from '../runner/phases/lanes.ts';
import { asCustom } from '../runner/profiles.ts';
import { type History, memoryHistory } from '../runner/recorder.ts';
import { isWorkload } from '../runner/workloads/in-cycle.ts';
import type { Trial } from './measure.ts';
import { type NotedCall, notingParts } from './noted.ts';

export interface Reproduction {
  anomaly: Anomaly;
  ops: readonly HistoryOp[];
  calls: readonly NotedCall[];
}

export interface TrialSettings {
  context: Omit<LaneContext, 'harness' | 'schedule' | 'work_dir'>;
  fault: string;
  /** Whose schedule it is. */
  cycle: number;
  anomaly: AnomalyName;
  /** A folder of its own for each trial. */
  newFolder(): string;
}

export async function runTrial(
  { context, fault, cycle, anomaly, newFolder }: TrialSettings,
  schedule: Schedule,
): Promise<Trial<Reproduction>> {
  const calls: NotedCall[] = [];
  const recorded = memoryHistory();
  const history: History = { now: recorded.now, cycle: () => recorded, close: async () => {} };
  const { writes: writes_per_cycle } = schedule;
  const workloads = schedule.workloads.map(({ name }) => name).filter(isWorkload);
  const profile = asCustom({ ...context.profile, lanes: 1, writes_per_cycle, workloads });
  const work_dir = newFolder();
  const results: CycleResult[] = [];
  try {
    const lane = { ...context, profile, schedule, work_dir, harness: notingParts(calls) };
    await runLanes(lane, faultClass(fault), [{ number: 1, schedule: cycle }], history, (one) => results.push(one));
  } catch (error) {
    context.signal.throwIfAborted();
    return { reproduction: null, reason: messageOf(error) };
  } finally {
    await rm(work_dir, { recursive: true, force: true });
  }
  context.signal.throwIfAborted();
  const found = results[0]?.findings.anomalies.find(({ name }) => name === anomaly);
  const receipt = results[0]?.line.receipt;
  if (found && receipt?.took_effect === true) return { reproduction: { anomaly: found, ops: recorded.ops, calls } };
  return { reproduction: null, reason: reasonOf(results[0], anomaly) };
}

function reasonOf(result: CycleResult | undefined, anomaly: AnomalyName): string {
  if (!result) return 'the cycle did not run';
  const { receipt, reasons, valid = {} } = result.line;
  if (receipt === null) return reasons[0] ?? 'the fault was not injected';
  if (!receipt.took_effect) return `the fault took no effect: ${receipt.detail}`;
  return valid[anomaly] === true ? `no ${anomaly}` : (reasons[0] ?? `whether there was any ${anomaly} was not decided`);
}
