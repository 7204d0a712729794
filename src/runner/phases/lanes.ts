// Runs the cycles of one class, side by side in lanes where the profile asks for it. A lane keeps its three
// nodes from cycle to cycle while the cycles are clean, as a cluster lives through more than one fault: what an
// earlier one left behind, such as stamps of a wrong clock, may only show later. Each cycle has namespaces of its own.

import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Schedule } from '../../contract/shrink.ts';
import { allEnded } from '../../machine/waiting.ts';
import { type Cluster, openCluster } from '../cluster/cluster.ts';
import type { FaultClass } from '../nemesis/fault.ts';
import type { PhaseContext } from '../phase-context.ts';
import type { History } from '../recorder.ts';
import { firstOfKind } from '../workloads/recording.ts';
import { planCycle } from '../workloads/schedule.ts';
import { runCycle } from './cycle.ts';
import type { CycleResult } from './cycle-record.ts';

/** Rows pile up in a store that is never renewed, and a check of its health may cost as much as it has rows. */
const CYCLES_PER_CLUSTER_MAX = 50;

/** What the lanes need of a context. */
export type LaneContext = Pick<
  PhaseContext,
  'subject' | 'capabilities' | 'network' | 'profile' | 'campaign_id' | 'seed' | 'work_dir' | 'signal' | 'harness'
> & {
  /** Of cycles that are made smaller (src/shrink); its workloads and writes then are those of the profile, too. */
  schedule?: Schedule;
};

/** A cycle of this run, and the cycle whose schedule it follows: another only where one is run again. */
export interface PlannedCycle {
  number: number;
  schedule: number;
}

/** A class in which nothing was acked for so many cycles running ends there: each would wait its whole limit again. */
const CYCLES_WITHOUT_ACK_MAX = 3;

export class NothingAcked extends Error {
  override readonly name = 'NothingAcked';
}

/** What the lanes of one class share. */
interface ClassRun {
  context: LaneContext;
  fault: FaultClass;
  /** One for all lanes: each cycle goes to one of them. */
  queue: IterableIterator<PlannedCycle>;
  history: History;
  /** Called for every cycle as it ends, in any order. */
  ended(result: CycleResult): void;
  isFirstOfKind(kind: string): boolean;
  /** Cycles running in which nothing was acked. */
  without_ack: number;
  /** One lane came to an error: no lane begins another cycle. */
  is_over: boolean;
}

/**
 * @param ended called for every cycle as it ends, in any order
 * @throws NothingAcked with the subject's own words, once the class shows nothing
 */
export async function runLanes(
  context: LaneContext,
  fault: FaultClass,
  cycles: readonly PlannedCycle[],
  history: History,
  ended: (result: CycleResult) => void,
): Promise<void> {
  const shared: ClassRun = {
    context,
    fault,
    queue: cycles.values(),
    history,
    ended,
    isFirstOfKind: firstOfKind(),
    without_ack: 0,
    is_over: false,
  };
  const lanes = Array.from({ length: Math.min(context.profile.lanes, cycles.length) }, (_, lane) =>
    runLane(shared, `${fault.name}-${lane}`),
  );
  await allEnded(lanes);
}

async function runLane(shared: ClassRun, name: string): Promise<void> {
  const { context, queue } = shared;
  const { subject, network, profile, signal, work_dir } = context;
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
    for (const planned of queue) {
      if (signal.aborted || shared.is_over) return;
      const dir = join(work_dir, `${name}-${renewed++}`);
      cluster ??= await openCluster({ ...profile, subject, network, layered: shared.fault.layered, dir });
      const result = await runPlanned(shared, planned, cluster);
      if (signal.aborted) return;
      shared.ended(result);
      demandAcks(shared, result);
      used += 1;
      if (!result.line.clean || used % CYCLES_PER_CLUSTER_MAX === 0) await discard();
    }
  } catch (error) {
    shared.is_over = true;
    throw error;
  } finally {
    await discard();
  }
}

async function runPlanned(
  { context, fault, history, isFirstOfKind }: ClassRun,
  { number, schedule }: PlannedCycle,
  cluster: Cluster,
): Promise<CycleResult> {
  const { capabilities, campaign_id, profile, seed, signal, harness, schedule: less } = context;
  const plan = { ...planCycle(seed, fault.name, schedule, profile), ...timesOf(less) };
  const { writes_per_cycle: writes, workloads } = profile;
  const recorded = history.cycle(number);
  const own = { number, history: recorded, writes, workloads, schedule: less, isFirstOfKind };
  const tried = harness ? { harness } : {};
  const result = await runCycle({ cluster, fault, plan, capabilities, campaign_id, signal, ...own, ...tried });
  recorded.end(result.line.clean && !signal.aborted);
  return result;
}

const timesOf = (schedule: Schedule | undefined): Partial<Pick<Schedule, 'hold_ms' | 'inject_after_acks'>> =>
  schedule ? { hold_ms: schedule.hold_ms, inject_after_acks: schedule.inject_after_acks } : {};

function demandAcks(shared: ClassRun, { line, refusal }: CycleResult): void {
  shared.without_ack = line.acked > 0 ? 0 : shared.without_ack + 1;
  if (shared.without_ack < CYCLES_WITHOUT_ACK_MAX) return;
  const words = refusal === null ? '' : `; the node said: ${refusal}`;
  throw new NothingAcked(`nothing was acked in ${shared.without_ack} cycles running, so the class ends here${words}`);
}
