// One cycle of one fault class: the workload and the fault as the plan has them, run by the script of stages
// (stages/script.ts). Its history then goes to the checkers, and what they find becomes its record (cycle-record.ts).

import type { Promises } from '../../contract/invariants.ts';
import { messageOf } from '../../contract/message.ts';
import type { Schedule } from '../../contract/shrink.ts';
import type { CycleHistory } from '../../history/ops.ts';
import type { Capabilities } from '../../subjects/subject.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type HarnessParts, REAL_PARTS } from '../harness-parts.ts';
import { canAck, type FaultClass } from '../nemesis/fault.ts';
import { runScript } from '../stages/script.ts';
import { type Injection, nothingYet, type Script } from '../stages/script-settings.ts';
import { type WorkloadName, workloadsOf } from '../workloads/in-cycle.ts';
import type { CyclePlan } from '../workloads/schedule.ts';
import { type CycleResult, cycleRecord } from './cycle-record.ts';
import { settlingOf } from './settling.ts';

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
  workloads: readonly WorkloadName[];
  /** Of a cycle that is made smaller; absent: all that the plan, the profile and the workloads have. */
  schedule?: Schedule | undefined;
  /** Whether a refusal is the first of its kind in this history. */
  isFirstOfKind(kind: string): boolean;
  harness?: HarnessParts;
  signal: AbortSignal;
}

/** Operations invoked before the fault, as a multiple of the acks asked for. */
const OPS_PER_ACK_MAX = 5;
/** However few acks are asked for: a node that is killed acks some before. */
const OPS_BEFORE_FAULT_MIN = 60;
/** And so many times the acks while it holds: enough to reach them where one node of three refuses all. */
const HOLD_OPS_PER_ACK_MAX = 3;
/** A fault holds until so many operations of `create` were invoked inside it. */
export const OPS_IN_HOLD_MIN = 8;
/** That a node has given before it is killed. */
export const ACKS_BEFORE_KILL_MIN = 5;
/** A client waits longer than any quorum does. */
const OP_TIMEOUT = { quorums: 2, plus_ms: 2_000 } as const;
const HEALTH_MS_MAX = 10_000;
/** What is granted to a subject that does not catch up: a write may still be on its way. */
export const SETTLE_MS_WITHOUT_CATCH_UP = 3_000;

export async function runCycle(settings: CycleSettings): Promise<CycleResult> {
  const { cluster, plan, history, number, harness = REAL_PARTS } = settings;
  const began = history.now();
  let ran = nothingYet();
  try {
    await cluster.healthy(HEALTH_MS_MAX, settings.signal);
    ran = await runScript(scriptOf(settings, harness));
  } catch (error) {
    ran.reasons.push(messageOf(error));
  }
  return cycleRecord({
    number,
    plan,
    history,
    began,
    ran,
    rules: cluster.settings,
    checkers: harness.checkers,
  });
}

function scriptOf(settings: CycleSettings, { startClients }: HarnessParts): Script {
  const { cluster, plan, history, capabilities, writes, signal } = settings;
  const { quorum_timeout_ms, catchup_interval_secs } = cluster.settings;
  const settling = settlingOf(capabilities, catchup_interval_secs, SETTLE_MS_WITHOUT_CATCH_UP);
  return {
    cluster,
    history,
    acks_min: writes,
    startClients,
    injection: injectionOf(settings, settling.catchup_round_ms),
    clients: {
      workloads: workloadsOf(settings.workloads, capabilities, {
        prefix: `${plan.fault}-${plan.cycle}`,
        root: `${settings.campaign_id}/${plan.fault}/${plan.cycle}`,
        random: plan.random,
        nodes: cluster.nodes,
        joined: settings.fault.effect(plan).joined,
        hold_ms: plan.hold_ms,
        schedule: settings.schedule,
      }),
      op_timeout_ms: quorum_timeout_ms * OP_TIMEOUT.quorums + OP_TIMEOUT.plus_ms,
      ops_max: { load: Math.max(OPS_BEFORE_FAULT_MIN, writes * OPS_PER_ACK_MAX), hold: writes * HOLD_OPS_PER_ACK_MAX },
      isFirstOfKind: settings.isFirstOfKind,
    },
    ...settling,
    serves_alone: capabilities.serves_alone?.available !== false,
    sessions: promisedSessions(capabilities.promises),
    random: plan.random,
    signal,
  };
}

const promisedSessions = ({ I12 }: Promises): Script['sessions'] =>
  I12?.promised ? (I12.scope ?? 'cluster') : undefined;

function injectionOf(
  { fault, plan, cluster, capabilities, writes, schedule, signal }: CycleSettings,
  catchup_round_ms: number | null,
): Injection {
  const effect = fault.effect(plan);
  return {
    fault: plan.fault,
    effect,
    // where nothing can be acked while it holds, every ack comes before
    after_acks: canAck(effect, cluster.settings) ? plan.inject_after_acks : writes,
    hold_ms: plan.hold_ms,
    ops_inside_min: schedule?.ops_in_hold ?? OPS_IN_HOLD_MIN,
    acks_before_kill_min: schedule?.acks_before_kill ?? ACKS_BEFORE_KILL_MIN,
    prepare: ({ inFlight, acked }) =>
      fault.prepare({ cluster, plan, capabilities, inFlight, acked, catchup_round_ms, signal }),
  };
}
