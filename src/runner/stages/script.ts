// The script of a cycle: load, inject, hold, look inside, heal, quiesce, cut, look. Load, inject and hold overlap;
// behind hold a barrier lets the clients come to rest, and nobody writes during a look. Damage is looked at before
// repair can hide it, and what the nodes hold at the end is read behind one barrier for all of them.
// Without a fault the same script loads, quiesces, cuts and looks.

import { availableParallelism, loadavg } from 'node:os';
import { NODES } from '../../contract/names.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { LimitReached, pause, waitFor } from '../../machine/waiting.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { type Effect, type Fault, HEAL_MS_MAX, outOfReach, type Reading } from '../nemesis/fault.ts';
import { type Clients, type ClientsSettings, startClients } from '../workloads/clients.ts';
import type { Random } from '../workloads/random.ts';
import { finalLook } from './final-look.ts';
import { freshAcks } from './fresh-acks.ts';
import type { Looking } from './look.ts';
import { lookInside } from './look-inside.ts';
import { quiesce } from './quiesce.ts';
import { stage } from './stage.ts';

export interface Script {
  cluster: Cluster;
  history: CycleHistory;
  clients: Omit<ClientsSettings, 'history' | 'client' | 'signal'>;
  /** Acked writes that the cycle reaches. */
  acks_min: number;
  /** null: no fault. */
  injection: Injection | null;
  nodeLocal: ReadonlySet<string>;
  catchup_round_ms: number | null;
  settle_ms_max: number;
  random: Random;
  signal: AbortSignal;
}

export interface Injection {
  fault: string;
  effect: Effect;
  after_acks: number;
  hold_ms: number;
  prepare(inFlight: Clients['inFlight']): Fault;
}

/** What the script found of the fault, and what kept it from running as planned. */
export interface Ran {
  reading: Reading | null;
  ops_in_window: number;
  reasons: string[];
  /** A refusal in the subject's own words. */
  refusal: string | null;
}

/** A fault holds until so many operations were invoked inside it. */
const WINDOW_OPS_MIN = 8;
/** A node is not killed before it has acked so many writes: what it forgets could not be seen. */
const KILLED_ACKS_MIN = 5;
const LOAD_MS_MAX = 30_000;
const INJECT_MS_MAX = 30_000;
const HOLD_MS_MAX = 45_000;
const LOOK_MS_MAX = 60_000;
const HEAL_STAGE_MS_MAX = HEAL_MS_MAX + 20_000;
const CUT_MS_MAX = 10_000;
/** On top of the time to settle: the last look of a poll may come late. */
const QUIESCE_EXTRA_MS = 20_000;

export async function runScript(script: Script): Promise<Ran> {
  const { cluster, history, injection, signal } = script;
  const client = cluster.client;
  history.append({ process: 'cycle', f: 'begin', type: 'info', value: rulesOf(script) });
  const clients = startClients({ ...script.clients, history, client, signal });
  const looking: Looking = {
    history,
    client,
    life: cluster.life,
    namespaces: script.clients.workload.namespaces,
    acked: clients.acked,
    sent: clients.sent,
    nodeLocal: script.nodeLocal,
  };
  const ran: Ran = { reading: null, ops_in_window: 0, reasons: [], refusal: null };
  const fresh = freshAcks(looking, script.random.stream('fresh'), script.acks_min);
  clients.onAck((write) => fresh.sample(write, clients.counts.in_window > 0));
  try {
    if (injection) await underFault(script, injection, clients, looking, fresh.ended, ran);
    else await load(script, clients, () => clients.counts.acked >= script.acks_min);
  } catch (error) {
    ran.reasons.push(wordsOf(error));
  } finally {
    await clients.rest();
    await fresh.ended();
  }
  signal.throwIfAborted();
  const { acked, invoked } = clients.counts;
  ran.refusal = clients.refusal();
  if (acked < script.acks_min) ran.reasons.push(tooFew(script.acks_min, acked, invoked, ran.refusal));
  if (acked > 0) await settleAndLook(script, looking, ran);
  return ran;
}

/** Everything while a fault is injected, holds and is healed. Healing is tried whatever happened before. */
async function underFault(
  script: Script,
  injection: Injection,
  clients: Clients,
  looking: Looking,
  freshEnded: () => Promise<void>,
  ran: Ran,
): Promise<void> {
  const { history, signal, cluster } = script;
  const fault = injection.prepare(clients.inFlight);
  const armed = arm(script, injection, clients, fault);
  await load(script, clients, () => armed.injected !== null).catch((error) => {
    // an ack that comes late must not inject when nobody is there to heal
    armed.disarm();
    if (armed.injected === null) throw error;
  });
  try {
    await stage(history, 'inject', INJECT_MS_MAX, signal, async () => armed.injected);
    const out_of_reach = outOfReach(injection.effect, cluster.settings.quorum_writes);
    const value = { fault: injection.fault, out_of_reach, killed: injection.effect.killed };
    history.append({ process: 'nemesis', f: 'inject', type: 'info', value });
    await hold(script, injection, clients);
    await freshEnded();
    await stage(history, 'look inside', LOOK_MS_MAX, signal, () => lookInside(looking, cluster, injection.effect));
  } catch (error) {
    ran.reasons.push(wordsOf(error));
  } finally {
    ran.ops_in_window = clients.counts.in_window;
    await clients.rest();
    ran.reading = await heal(script, injection, fault, ran.reasons);
  }
}

/** Injects in the turn of the planned ack, while writes are in flight. */
function arm({ history }: Script, { fault: name, effect, after_acks }: Injection, clients: Clients, fault: Fault) {
  const armed = {
    injected: null as Promise<void> | null,
    disarm: () => {
      armed.disarmed = true;
    },
    disarmed: false,
  };
  clients.onAck(() => {
    if (armed.injected || armed.disarmed || clients.counts.acked < after_acks) return;
    if (effect.killed.some((node) => clients.ackedBy(node) < KILLED_ACKS_MIN)) return;
    clients.faultBegins();
    history.append({ process: 'nemesis', f: 'inject', type: 'invoke', value: { fault: name } });
    armed.injected = fault.inject();
    armed.injected.catch(() => {});
  });
  return armed;
}

async function load({ history, signal }: Script, clients: Clients, isEnough: () => boolean): Promise<void> {
  let isDone = false;
  void clients.loaded.then(() => {
    isDone = true;
  });
  await stage(history, 'load', LOAD_MS_MAX, signal, (either) =>
    waitFor('enough acks', LOAD_MS_MAX, () => isEnough() || isDone, either),
  );
  if (!isEnough()) throw new LimitReached('the clients came to their end before there were enough acks');
}

/** Clients join; the fault holds as long as planned and until enough went on inside it; then everybody rests. */
async function hold({ history, signal, acks_min }: Script, { hold_ms }: Injection, clients: Clients): Promise<void> {
  await stage(history, 'hold', HOLD_MS_MAX, signal, async (either) => {
    clients.join();
    let isDone = false;
    void clients.done.then(() => {
      isDone = true;
    });
    await pause(hold_ms, either);
    const enough = () => clients.counts.in_window >= WINDOW_OPS_MIN && clients.counts.acked >= acks_min;
    await waitFor(
      `${acks_min} acks and ${WINDOW_OPS_MIN} operations inside`,
      HOLD_MS_MAX,
      () => enough() || isDone,
      either,
    );
    await clients.rest();
  });
}

async function heal(
  script: Script,
  { fault: name }: Injection,
  fault: Fault,
  reasons: string[],
): Promise<Reading | null> {
  const { history, signal } = script;
  history.append({ process: 'nemesis', f: 'heal', type: 'invoke', value: { fault: name } });
  try {
    // healed even where the campaign is to end: only its own limit breaks it off
    const reading = await stage(history, 'heal', HEAL_STAGE_MS_MAX, new AbortController().signal, () => fault.heal());
    const value = { fault: name, ...reading, load_per_cpu: loadPerCpu() };
    history.append({ process: 'nemesis', f: 'heal', type: 'info', value });
    return reading;
  } catch (error) {
    if (!signal.aborted) reasons.push(`the fault did not heal: ${wordsOf(error)}`);
    return null;
  }
}

async function settleAndLook(script: Script, looking: Looking, ran: Ran): Promise<void> {
  const { history, signal, settle_ms_max, catchup_round_ms } = script;
  const quiescing = { nodes: NODES, catchup_round_ms, limit_ms: settle_ms_max, signal };
  const limit_ms = settle_ms_max + QUIESCE_EXTRA_MS;
  try {
    await stage(history, 'quiesce', limit_ms, signal, () => quiesce(looking, quiescing));
    await stage(history, 'cut', CUT_MS_MAX, signal, () => cut(looking));
    await stage(history, 'look', LOOK_MS_MAX, signal, () => finalLook(looking, NODES));
  } catch (error) {
    signal.throwIfAborted();
    ran.reasons.push(wordsOf(error));
  }
}

/** The barrier: every node answers once, and only then is any of them read. Who is silent is named, and read all the same. */
async function cut({ client }: Looking): Promise<string> {
  const answers = await Promise.all(NODES.map((node) => client(node).health(CUT_MS_MAX)));
  const silent = NODES.filter((_, i) => answers[i]?.type !== 'ok');
  return silent.length === 0 ? 'every node answered' : `silent: node ${silent.join(', ')}`;
}

const rulesOf = ({ cluster, clients, injection, catchup_round_ms }: Script) => ({
  fault: injection?.fault ?? null,
  workload: clients.workload.name,
  nodes: [...NODES],
  quorum_writes: cluster.settings.quorum_writes,
  quorum_timeout_ms: cluster.settings.quorum_timeout_ms,
  catchup_round_ms,
});

const tooFew = (wanted: number, acked: number, invoked: number, refusal: string | null): string =>
  `expected ${wanted} acked writes, found ${acked} of ${invoked} sent${refusal === null ? '' : `; the node said: ${refusal}`}`;

/** Runnable processes by processor over the last minute: what a late answer may be due to. */
const loadPerCpu = (): number => Math.round((100 * (loadavg()[0] ?? 0)) / availableParallelism()) / 100;

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error)).trim();
