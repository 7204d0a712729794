// Some cycles of one fault class by themselves, judged as they end: no campaign, no folder, no file.

import { type CheckedCycle, checkedCycle, classFindings } from '../checkers/class-findings.ts';
import type { AnomalyFinding } from '../contract/anomalies.ts';
import { promisesUnder } from '../contract/invariants.ts';
import type { Subject } from '../subjects/subject.ts';
import { faultClass } from './nemesis/classes.ts';
import { runLanes } from './phases/lanes.ts';
import { PROFILES } from './profiles.ts';
import { type History, memoryHistory } from './recorder.ts';
import type { WorkloadName } from './workloads/in-cycle.ts';

export interface ClassRunSettings {
  subject: Subject;
  fault: string;
  cycles: number;
  seed: number;
  workloads?: readonly WorkloadName[];
  /** Exists, and belongs to this run alone. */
  work_dir: string;
  signal: AbortSignal;
}

export interface ClassRun {
  findings: AnomalyFinding[];
  reasons: string[];
}

/** With everything else as in a gate. */
export async function runClass(settings: ClassRunSettings): Promise<ClassRun> {
  const { subject, fault, cycles, seed, work_dir, signal, workloads = PROFILES.gate.workloads } = settings;
  const history: History = { now: () => 0, cycle: () => memoryHistory(), close: async () => {} };
  const capabilities = await subject.capabilities();
  const profile = { ...PROFILES.gate, workloads };
  const context = { subject, capabilities, seed, work_dir, campaign_id: 'one-class', profile, signal };
  const planned = Array.from({ length: cycles }, (_, i) => ({ number: i + 1, schedule: i + 1 }));
  const judged: CheckedCycle[] = [];
  const reasons: string[] = [];
  await runLanes(context, faultClass(fault), planned, history, ({ line, findings }) => {
    judged.push(checkedCycle(line, findings));
    reasons.push(...line.reasons.map((reason) => `cycle ${line.cycle}: ${reason}`));
  });
  const inOrder = judged.toSorted((x, y) => x.cycle - y.cycle);
  const { fault: found } = classFindings(inOrder, cycles, seed, promisesUnder(fault, capabilities.promises));
  return { findings: found.anomalies ?? [], reasons };
}
