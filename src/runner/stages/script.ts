// The script of a cycle: load, inject, hold, look inside, heal, quiesce, cut, look. Clients write on through load, inject
// and hold; the injection begins in the turn of an ack, before load ends. Behind hold a barrier lets the clients come to
// rest, and nobody writes during a look. Damage is looked at before repair can hide it, and what the nodes hold at the
// end is read behind one barrier for all of them.
// Clients that go on after a fault do so between heal and quiesce. Without a fault the same script loads, quiesces, cuts
// and looks.

import type { CycleRules } from '../../contract/history.ts';
import { messageOf } from '../../contract/message.ts';
import type { Clients } from '../workloads/clients.ts';
import { CUT_MS_MAX, cut } from './cut.ts';
import { finalLook } from './final-look.ts';
import { load } from './load.ts';
import { LOOK_MS_MAX, type Looking } from './look.ts';
import { QUIET_ROUNDS, quiesce } from './quiesce.ts';
import { sampleAcks } from './sampled-acks.ts';
import { nothingYet, type Script, type ScriptResult } from './script-settings.ts';
import { stage } from './stage.ts';
import { underFault } from './under-fault.ts';

/** Of clients that go on after the heal. */
const AFTER_MS_MAX = 40_000;
/** On top of the time to settle and the quiet rounds: the last look of a poll may come late. */
const QUIESCE_EXTRA_MS = 20_000;

export async function runScript(script: Script): Promise<ScriptResult> {
  const { cluster, history, injection, signal } = script;
  const { client, life, nodes } = cluster;
  history.append({ process: 'cycle', f: 'begin', type: 'info', value: beginOf(script) });
  const clients = script.startClients({ ...script.clients, history, client, signal });
  const { acked, sent, counts } = clients;
  const namespaces = script.clients.workloads.flatMap((workload) => workload.namespaces);
  const { sharedIds } = clients;
  const { metadataKeys, worded, links } = sent;
  const of = { namespaces, acked, sharedIds, sent: metadataKeys, worded, links, nodeLocal: script.nodeLocal };
  const looking: Looking = { history, nodes, client, life, ...of, signal };
  const ran = nothingYet();
  const samples = sampleAcks(looking, script.random.stream('samples'), script.acks_min);
  clients.onAck((write) => samples.sample(write));
  try {
    if (injection) await underFault(script, injection, clients, looking, samples, ran);
    else await load(script, clients, `${script.acks_min} acks`, () => counts.acked >= script.acks_min);
  } catch (error) {
    ran.reasons.push(messageOf(error));
  }
  // what broke off above may have left clients at work
  await clients.rest();
  await samples.ended();
  signal.throwIfAborted();
  ran.refusal = clients.refusal();
  if (counts.acked < script.acks_min) ran.reasons.push(tooFew(script.acks_min, counts, ran.refusal));
  if (injection && script.clients.workloads.some(({ afterwards = 0 }) => afterwards > 0)) {
    await within(script, ran, () => stage(history, 'after', AFTER_MS_MAX, signal, (own) => clients.afterwards(own)));
    // where the stage came to its limit, an operation may still be on its way
    await clients.rest();
  }
  const breakdown = clients.breakdown();
  if (breakdown !== null) ran.reasons.push(breakdown);
  await lookAtTheEnd(script, looking, ran);
  return ran;
}

/** A stage that breaks off costs the ones behind it nothing. */
async function within({ signal }: Script, ran: ScriptResult, run: () => Promise<unknown>): Promise<void> {
  try {
    await run();
  } catch (error) {
    signal.throwIfAborted();
    ran.reasons.push(messageOf(error));
  }
}

/** Quiesce, cut, look: the last look is taken whatever came before it, since a refused write may be there all the same. */
async function lookAtTheEnd(script: Script, looking: Looking, ran: ScriptResult): Promise<void> {
  const { history, signal, quiesce_ms_max, catchup_round_ms } = script;
  const quiet_ms = QUIET_ROUNDS * (catchup_round_ms ?? 0);
  await within(script, ran, () =>
    stage(history, 'quiesce', quiesce_ms_max + quiet_ms + QUIESCE_EXTRA_MS, signal, (own) =>
      quiesce({ ...looking, signal: own }, { catchup_round_ms, limit_ms: quiesce_ms_max, signal: own }),
    ),
  );
  await within(script, ran, () => stage(history, 'cut', CUT_MS_MAX, signal, () => cut(looking)));
  await within(script, ran, () =>
    stage(history, 'look', LOOK_MS_MAX, signal, (own) => finalLook({ ...looking, signal: own })),
  );
}

const beginOf = ({ cluster, clients, injection, catchup_round_ms, sessions, serves_alone }: Script): CycleRules => ({
  fault: injection?.fault ?? null,
  workload: clients.workloads.map(({ name }) => name).join(),
  nodes: [...cluster.nodes],
  quorum_writes: cluster.settings.quorum_writes,
  quorum_timeout_ms: cluster.settings.quorum_timeout_ms,
  catchup_round_ms,
  ...(sessions === undefined ? {} : { sessions }),
  ...(serves_alone === false ? { serves_alone } : {}),
});

function tooFew(wanted: number, { acked, invoked, unsent }: Clients['counts'], refusal: string | null): string {
  const sent = invoked.load + invoked.inject + invoked.hold - unsent;
  const words = refusal === null ? '' : `; the node said: ${refusal}`;
  return `expected ${wanted} acked writes of create, found ${acked} of ${sent} sent${words}`;
}
