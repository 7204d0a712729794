// The stages around a fault: it is injected in the turn of an ack, holds while clients write, is looked into while it
// holds, and is healed whatever happened before.

import { messageOf } from '../../contract/message.ts';
import { pause, waitFor } from '../../machine/waiting.ts';
import { HEAL_MS_MAX, outOfReach, type PreparedFault, type Reading } from '../nemesis/fault.ts';
import type { Clients } from '../workloads/clients.ts';
import { load } from './load.ts';
import { LOOK_MS_MAX, type Looking } from './look.ts';
import { lookInside } from './look-inside.ts';
import type { SampledAcks } from './sampled-acks.ts';
import type { Injection, Script, ScriptResult } from './script-settings.ts';
import { stage } from './stage.ts';

const INJECT_MS_MAX = 30_000;
/** On top of the planned hold, and of the last operation's own limit. */
const HOLD_EXTRA_MS = 40_000;
/** A heal may restart all nodes, and read them afterwards. */
const HEAL_STAGE_MS_MAX = HEAL_MS_MAX + 20_000;

export async function underFault(
  script: Script,
  injection: Injection,
  clients: Clients,
  looking: Looking,
  samples: SampledAcks,
  ran: ScriptResult,
): Promise<void> {
  const { history, signal, cluster } = script;
  const fault = injection.prepare(clients);
  const armed = arm(script, injection, clients, fault, ran);
  try {
    await load(script, clients, `the ack at which ${injection.fault} is injected`, () => armed.injected !== null);
  } catch (error) {
    // an ack that comes late must not inject when nobody is there to heal; what is injected must be healed
    armed.isDisarmed = true;
    if (armed.injected === null) throw error;
  }
  try {
    // it began in the turn of an ack, while the clients loaded; this stage waits until it is done
    await stage(history, 'inject', INJECT_MS_MAX, signal, async () => armed.injected);
    const out_of_reach = outOfReach(injection.effect, cluster.settings.quorum_writes);
    const value = { fault: injection.fault, out_of_reach, killed: injection.effect.killed };
    history.append({ process: 'nemesis', f: 'inject', type: 'info', value });
    await hold(script, injection, clients).catch((error) => {
      signal.throwIfAborted();
      // the fault holds all the same: what it did is looked at before it is healed
      ran.reasons.push(messageOf(error));
    });
    await clients.rest();
    await samples.ended();
    await stage(history, 'look inside', LOOK_MS_MAX, signal, (own) =>
      lookInside({ ...looking, signal: own }, cluster, injection.effect, script.serves_alone ?? true),
    );
  } catch (error) {
    ran.reasons.push(messageOf(error));
  } finally {
    await clients.rest();
    ran.ops_in_window = clients.insideFault();
    // an injection that goes on beside its healing would undo it
    await armed.injected?.catch(() => {});
    ran.reading = await heal(script, injection, fault, ran.reasons);
  }
}

interface Armed {
  /** The injection under way; null before its ack. */
  injected: Promise<void> | null;
  isDisarmed: boolean;
}

function arm(
  { history }: Script,
  { fault: name, effect, after_acks, acks_before_kill_min }: Injection,
  clients: Clients,
  fault: PreparedFault,
  ran: ScriptResult,
): Armed {
  const armed: Armed = { injected: null, isDisarmed: false };
  clients.onAck(() => {
    if (armed.injected || armed.isDisarmed || clients.counts.acked < after_acks) return;
    if (effect.killed.some((node) => clients.ackedBy(node) < acks_before_kill_min)) return;
    clients.faultBegins();
    ran.injected_after_acks = clients.counts.acked;
    history.append({ process: 'nemesis', f: 'inject', type: 'invoke', value: { fault: name } });
    armed.injected = fault.inject();
    armed.injected.catch(() => {});
  });
  return armed;
}

/** Clients join; the fault holds as long as planned and until enough went on inside it; then everybody rests. */
async function hold(
  { history, signal, acks_min, clients: { op_timeout_ms } }: Script,
  { hold_ms, ops_inside_min }: Injection,
  clients: Clients,
): Promise<void> {
  const limit_ms = hold_ms + op_timeout_ms + HOLD_EXTRA_MS;
  await stage(history, 'hold', limit_ms, signal, async (own) => {
    clients.faultHolds();
    let isDone = false;
    void clients.done.then(() => {
      isDone = true;
    });
    await pause(hold_ms, own);
    const enough = () => clients.counts.invoked.hold >= ops_inside_min && clients.counts.acked >= acks_min;
    await waitFor(
      `${acks_min} acks and ${ops_inside_min} operations inside`,
      HOLD_EXTRA_MS,
      () => enough() || isDone,
      own,
    );
    await clients.rest();
  });
}

async function heal(
  script: Script,
  { fault: name }: Injection,
  fault: PreparedFault,
  reasons: string[],
): Promise<Reading | null> {
  const { history, signal } = script;
  history.append({ process: 'nemesis', f: 'heal', type: 'invoke', value: { fault: name } });
  try {
    // healed even where the campaign is to end; what would prove it healed then waits for nothing any more
    const reading = await stage(history, 'heal', HEAL_STAGE_MS_MAX, new AbortController().signal, () => fault.heal());
    history.append({ process: 'nemesis', f: 'heal', type: 'info', value: { fault: name, ...reading } });
    return reading;
  } catch (error) {
    if (!signal.aborted) reasons.push(`the fault did not heal: ${messageOf(error)}`);
    return null;
  }
}
