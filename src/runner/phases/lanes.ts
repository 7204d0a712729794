// Runs the cycles of one class, side by side in lanes where the profile asks for it. A lane keeps its three
// nodes from cycle to cycle while the cycles are clean, as a cluster lives through more than one fault: what an
// earlier one left behind, such as stamps of a wrong clock, may only show later. Each cycle has namespaces of its own.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Cluster, openCluster } from '../cluster/cluster.ts';
import type { FaultClass } from '../nemesis/fault.ts';
import type { Bench } from '../phase-context.ts';
import type { History } from '../recorder.ts';
import { planCycle } from '../workloads/schedule.ts';
import { runCycle } from './cycle.ts';
import type { CycleResult } from './cycle-record.ts';

/** Rows pile up in a store that is never renewed, and a check of its health may cost as much as it has rows. */
const CYCLES_PER_CLUSTER_MAX = 50;

/** What the lanes need of a bench. */
export type LaneBench = Pick<
  Bench,
  'subject' | 'capabilities' | 'profile' | 'campaign_id' | 'seed' | 'work_dir' | 'signal'
>;

/** A cycle of this run, and the cycle whose schedule it follows: another only where one is run again. */
export interface PlannedCycle {
  number: number;
  schedule: number;
}

/** @param ended called for every cycle as it ends, in any order */
export async function runLanes(
  bench: LaneBench,
  fault: FaultClass,
  cycles: readonly PlannedCycle[],
  history: History,
  ended: (result: CycleResult) => void,
): Promise<void> {
  const queue = cycles.values();
  const lanes = Array.from({ length: Math.min(bench.profile.lanes, cycles.length) }, (_, lane) =>
    runLane(bench, fault, queue, `${fault.name}-${lane}`, history, ended),
  );
  const settled = await Promise.allSettled(lanes);
  const failed = settled.find((lane) => lane.status === 'rejected');
  if (failed) throw failed.reason;
}

async function runLane(
  bench: LaneBench,
  fault: FaultClass,
  queue: Iterable<PlannedCycle>,
  name: string,
  history: History,
  ended: (result: CycleResult) => void,
): Promise<void> {
  const { subject, capabilities, profile, campaign_id, seed, signal } = bench;
  let cluster: Cluster | null = null;
  let used = 0;
  let renewed = 0;
  const discard = async (): Promise<void> => {
    const old = cluster;
    cluster = null;
    await old?.close();
    if (old) await rm(old.settings.dir, { recursive: true, force: true });
  };
  try {
    for (const { number, schedule } of queue) {
      if (signal.aborted) return;
      cluster ??= await openCluster({ ...profile, subject, dir: join(bench.work_dir, `${name}-${renewed++}`) });
      const plan = planCycle(seed, fault.name, schedule, { ...profile });
      const { writes_per_cycle: writes } = profile;
      const own = { number, history: history.cycle(number) };
      const result = await runCycle({ cluster, fault, plan, capabilities, ...own, campaign_id, writes, signal });
      if (signal.aborted) return;
      ended(result);
      used += 1;
      if (!result.line.clean || used % CYCLES_PER_CLUSTER_MAX === 0) await discard();
    }
  } finally {
    await discard();
  }
}
