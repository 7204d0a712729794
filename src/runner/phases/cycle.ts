// One cycle: writers run, the fault strikes with an ack, holds while they go on, heals; then every node is
// looked at by identity and the history is judged. Whatever goes wrong is written down as a reason.

import { availableParallelism, loadavg } from 'node:os';
import type { Receipt } from '../../contract/artifacts.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { pause, waitFor } from '../../machine/waiting.ts';
import type { Capabilities } from '../../subjects/subject.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Fault, FaultClass, Reading } from '../nemesis/fault.ts';
import { NODE_NAMES } from '../network/links.ts';
import { memoryOf, namespacesOf } from '../workloads/memories.ts';
import { observe } from '../workloads/observer.ts';
import type { CyclePlan } from '../workloads/schedule.ts';
import { startWriters, type WriteLimits, type Writers } from '../workloads/writers.ts';
import { messageOf } from './assertion.ts';
import { type CycleResult, cycleRecord } from './cycle-record.ts';
import { settleMsMax } from './settling.ts';

export interface CycleSettings {
  cluster: Cluster;
  fault: FaultClass;
  /** Which cycle of this run it is; the plan may be that of another. */
  number: number;
  plan: CyclePlan;
  capabilities: Capabilities;
  history: CycleHistory;
  campaign_id: string;
  writes: number;
  signal: AbortSignal;
}

/** Writers that never pause; more than any subject answers at once while its quorum is out of reach. */
const WRITERS = 16;
/** Writers that enter with the fault, so that operations are invoked inside it even where all others wait. */
const WINDOW_WRITERS = 8;
/** A fault holds until so many operations were invoked inside it. */
const WINDOW_OPS_MIN = 8;
const WINDOW_MS_MAX = 10_000;
/** How long the ack at which the fault strikes may take to come, and the last one after the heal. */
const ACKS_MS_MAX = 30_000;
/** Writes sent, as a multiple of the acks asked for. */
const OPS_PER_ACK_MAX = 5;
const BACKOFF_MS = { first: 30, max: 1_000 } as const;
/** Writes sent while a fault is on: a dead node refuses in no time, and ten thousand refusals show no more. */
const FAULT_OPS_MAX = 200;
/** A client waits longer than any quorum does. */
const OP_TIMEOUT = { quorums: 2, plus_ms: 2_000 } as const;
const HEALTH_MS_MAX = 10_000;
/** What is granted to a subject that does not catch up: a write may still be on its way. */
export const SETTLE_MS_WITHOUT_CATCH_UP = 3_000;
const CONTENT_BYTES_MAX = 8_192;

export async function runCycle(settings: CycleSettings): Promise<CycleResult> {
  const { cluster, plan, history } = settings;
  const root = `${settings.campaign_id}/${plan.fault}/${plan.cycle}`;
  const reasons: string[] = [];
  let receipt: Receipt | null = null;
  const began = history.now();
  try {
    await cluster.healthy(HEALTH_MS_MAX, settings.signal);
    const writers = startWriters(sourceOf(settings, root), limitsOf(settings));
    try {
      receipt = await strike(settings, writers, reasons);
    } finally {
      await finishWithin(writers, settings, reasons);
    }
    await observe(
      {
        history,
        client: (node) => cluster.client(node),
        nodes: NODE_NAMES,
        acked: writers.acked,
        metadataKeys: writers.metadataKeys,
        namespaces: namespacesOf(root),
        signal: settings.signal,
      },
      settleMsMax(settings.capabilities, cluster.settings.catchup_interval_secs, SETTLE_MS_WITHOUT_CATCH_UP),
    );
  } catch (error) {
    reasons.push(messageOf(error));
  }
  const { quorum_writes, quorum_timeout_ms } = cluster.settings;
  const record = { number: settings.number, plan, history, began, receipt, reasons };
  return cycleRecord({ ...record, quorum_writes, quorum_timeout_ms });
}

/** Strikes in the turn of the planned ack, holds, heals; null where the fault never came to hold. */
async function strike(settings: CycleSettings, writers: Writers, reasons: string[]): Promise<Receipt | null> {
  const { cluster, plan, capabilities, signal, history } = settings;
  const inFlight = (): number => writers.counts.in_flight;
  const fault = settings.fault.prepare({ cluster, plan, capabilities, inFlight, signal });
  const struck = Promise.withResolvers<void>();
  struck.promise.catch(() => {});
  let state: 'armed' | 'struck' | 'disarmed' = 'armed';
  writers.onAck(plan.inject_after_acks, () => {
    if (state !== 'armed') return;
    state = 'struck';
    history.append({ process: 'nemesis', f: 'inject', type: 'invoke', value: { fault: plan.fault } });
    struck.resolve(fault.inject());
  });
  try {
    const acks = `${plan.inject_after_acks} acks, after which the fault strikes,`;
    await waitFor(acks, ACKS_MS_MAX, () => state === 'struck', signal);
  } catch (error) {
    // an ack that comes late must not strike when nobody is there to heal; one that came already must be healed
    if (state === 'armed') {
      state = 'disarmed';
      throw error;
    }
  }
  let reading: Reading | null = null;
  try {
    await struck.promise;
    const { quorum } = settings.fault;
    history.append({ process: 'nemesis', f: 'inject', type: 'info', value: { fault: plan.fault, quorum } });
    await hold(settings, writers);
  } catch (error) {
    reasons.push(`the fault did not hold: ${messageOf(error)}`);
  } finally {
    writers.closeWindow();
    reading = await heal(settings, fault, reasons);
    writers.healed();
  }
  return reading && { cycle: settings.number, ...reading, ops_in_window: writers.counts.in_window };
}

async function hold({ plan, signal }: CycleSettings, writers: Writers): Promise<void> {
  writers.openWindow();
  await pause(plan.hold_ms, signal);
  const enough = `${WINDOW_OPS_MIN} operations invoked inside the fault`;
  await waitFor(enough, WINDOW_MS_MAX, () => writers.counts.in_window >= WINDOW_OPS_MIN, signal);
}

async function heal({ history, plan }: CycleSettings, fault: Fault, reasons: string[]): Promise<Reading | null> {
  history.append({ process: 'nemesis', f: 'heal', type: 'invoke', value: { fault: plan.fault } });
  try {
    const reading = await fault.heal();
    const value = { fault: plan.fault, ...reading, load_per_cpu: loadPerCpu() };
    history.append({ process: 'nemesis', f: 'heal', type: 'info', value });
    return reading;
  } catch (error) {
    reasons.push(`the fault did not heal: ${messageOf(error)}`);
    return null;
  }
}

/** Runnable processes by processor over the last minute: what a late answer may be due to. */
const loadPerCpu = (): number => Math.round((100 * (loadavg()[0] ?? 0)) / availableParallelism()) / 100;

/** Lets the writers reach their acks; ends them where they do not get there in time. */
async function finishWithin(writers: Writers, { signal, writes }: CycleSettings, reasons: string[]): Promise<void> {
  let finished = false;
  const all = writers.finish().then(() => {
    finished = true;
  });
  try {
    await waitFor(`${writes} acked writes after the heal`, ACKS_MS_MAX, () => finished, signal);
  } catch (error) {
    reasons.push(messageOf(error));
    writers.stop();
  }
  await all;
  const { acked, invoked } = writers.counts;
  if (acked < writes) reasons.push(`expected ${writes} acked writes, found ${acked} of ${invoked} sent`);
}

function sourceOf(
  { cluster, fault, plan, history, signal }: CycleSettings,
  root: string,
): Parameters<typeof startWriters>[0] {
  return {
    history,
    signal,
    agent: (writer) => `ai:writer-${writer}`,
    node: (entersWithFault) => (entersWithFault ? fault.windowNode(plan) : 'a'),
    client: (node) => cluster.client(node),
    memory(writer, n) {
      const key = `${plan.fault}-${plan.cycle}-${writer}-${n}`;
      const random = plan.random.stream(`memory-${writer}-${n}`);
      return { key, memory: memoryOf(random, { key, root, content_bytes_max: CONTENT_BYTES_MAX }) };
    },
  };
}

function limitsOf({ writes, cluster }: CycleSettings): WriteLimits {
  return {
    writers: WRITERS,
    window_writers: WINDOW_WRITERS,
    writes_per_writer_max: Number.POSITIVE_INFINITY,
    acks_min: writes,
    ops_max: writes * OPS_PER_ACK_MAX,
    fault_ops_max: FAULT_OPS_MAX,
    window_ops_min: WINDOW_OPS_MIN,
    op_timeout_ms: cluster.settings.quorum_timeout_ms * OP_TIMEOUT.quorums + OP_TIMEOUT.plus_ms,
    backoff_ms: BACKOFF_MS.first,
    backoff_ms_max: BACKOFF_MS.max,
  };
}
