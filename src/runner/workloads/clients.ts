// Clients that run workloads at once, before a fault and while it holds. Each operation is recorded before it is
// sent, and its end in the instant in which it ends: who listens for acks hears of one in the same turn.
// One workload is counted: how long the clients of all go on depends on its operations alone.

import { messageOf } from '../../contract/message.ts';
import type { NodeName } from '../../contract/names.ts';
import { errorOf, isRefusalOfNode, isRefusedByRule } from '../../history/errors.ts';
import { pause } from '../../machine/waiting.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';
import { answersOf, type Given, type Recording, recordBegin, recordEnd } from './recording.ts';
import { type SentSoFar, sentSoFar } from './sent.ts';
import { type CreationPart, isReading, type Op, type Workload } from './workload.ts';

export interface ClientsSettings extends Recording {
  /** The first is the counted one: a cycle waits until enough of its writes are acked. Its clients have the first numbers. */
  workloads: readonly [Workload, ...Workload[]];
  /** The node's client of this moment: it changes when the node restarts. */
  client(node: NodeName): Client;
  op_timeout_ms: number;
  /**
   * Operations of the counted workload invoked at most before the fault, and while it holds: a subject that refuses
   * everything must not be asked for ever. While it is being injected, the pace alone keeps them few.
   */
  ops_max: { load: number; hold: number };
  signal: AbortSignal;
}

/** When an operation was invoked: before any fault, while one is being injected, while it surely holds, after it. */
type When = 'load' | 'inject' | 'hold' | 'after';

/** Of the counted workload. */
export interface Counts {
  acked: number;
  /** While the fault held, only what was sent. */
  invoked: Record<When, number>;
  /** Of those invoked before that, what the harness itself could not send. */
  unsent: number;
}

export interface AckedWrite {
  /** null: the answer named none; it is then known by its key. */
  id: string | null;
  key: string;
  digest: string;
  node: NodeName;
  namespace: string;
  word: string | null;
  metadata_keys: string[];
  /** Invoked while the fault surely held. */
  in_hold: boolean;
  /** `performance.now()` of the ack. */
  at_ms: number;
}

export interface Clients {
  readonly counts: Readonly<Counts>;
  /** Of all workloads, rows of one bulk request among them; `counts` has those of the counted one. Grows while they write. */
  readonly acked: readonly AckedWrite[];
  /** Operations of all workloads invoked while the fault surely held. */
  readonly insideFault: () => number;
  /** Every id that an ack gave for a key that clients share. */
  readonly sharedIds: () => readonly string[];
  /** What was sent so far, whatever became of it. */
  readonly sent: SentSoFar;
  /** A refusal in its own words, where there was one. */
  readonly refusal: () => string | null;
  inFlight(nodes: readonly NodeName[]): number;
  /** Writes that a node has acked. */
  ackedBy(node: NodeName): number;
  /** Calls back in the turn of every ack. */
  onAck(listener: (write: AckedWrite) => void): void;
  /** A fault is being injected from now on. */
  faultBegins(): void;
  /** The fault surely holds: clients that join while it does begin. */
  faultHolds(): void;
  /** Resolves when the clients of the counted workload that began at the start have done all that they do. */
  readonly loaded: Promise<unknown>;
  /** Resolves when every client of it has. */
  readonly done: Promise<unknown>;
  /** What clients do that go on once the fault is healed, after their rest; resolves when all of it has ended. */
  afterwards(signal: AbortSignal): Promise<void>;
  /** Nobody sends anything more; resolves when the last operation has ended: a barrier. May be called again. */
  rest(): Promise<void>;
  /** Why a client broke down, where one did; the others go on without it. */
  readonly breakdown: () => string | null;
}

export function startClients(settings: ClientsSettings): Clients {
  const [counted] = settings.workloads;
  const counts: Counts = { acked: 0, invoked: { load: 0, inject: 0, hold: 0, after: 0 }, unsent: 0 };
  const acked: AckedWrite[] = [];
  const sharedIds = new Set<string>();
  const sent = sentSoFar();
  const inFlight = new Set<Op>();
  const listeners: ((write: AckedWrite) => void)[] = [];
  const resting = new AbortController();
  const holding = Promise.withResolvers<void>();
  let when: When = 'load';
  let inside = 0;
  let refusal: string | null = null;
  let breakdown: string | null = null;

  // while a fault is injected the pace keeps them few, and what is done after it has a number of its own
  const most = { ...settings.ops_max, inject: Number.POSITIVE_INFINITY, after: Number.POSITIVE_INFINITY };
  const isOver = (workload: Workload): boolean =>
    resting.signal.aborted || settings.signal.aborted || (workload === counted && counts.invoked[when] >= most[when]);

  /** Resolves to whether the node is one to ask again at once: it acked, or had an answer that is no complaint. */
  async function run(process: number, op: Op, isCounted: boolean): Promise<boolean> {
    sent.see(op);
    inFlight.add(op);
    const invoked = when;
    const count = (by: 1 | -1): void => {
      if (invoked === 'hold') inside += by;
      if (isCounted) counts.invoked[invoked] += by;
    };
    count(1);
    recordBegin(settings, process, op);
    const outcome = await attempt(op, settings.client(op.node), settings.op_timeout_ms);
    inFlight.delete(op);
    recordEnd(settings, process, op, outcome);
    if (outcome.type !== 'ok') {
      // what was never sent was not invoked while the fault held
      if (outcome.type === 'unsent' && invoked === 'hold') count(-1);
      else if (outcome.type === 'unsent' && invoked !== 'after' && isCounted) counts.unsent += 1;
      if (isCounted) refusal ??= outcome.type === 'fail' && isRefusalOfNode(outcome.code) ? outcome.detail : null;
      return op.f !== 'write' && outcome.type === 'fail' && isRefusedByRule(errorOf(outcome));
    }
    if (op.f === 'recall' || op.f === 'list') return true;
    for (const [part, { id }] of answersOf(op, outcome.value)) {
      if (part.f === 'write') ack(ackedWrite(part, id ?? null, invoked === 'hold'), isCounted);
      else if (id !== undefined && part.link === undefined) sharedIds.add(id);
    }
    return true;
  }

  function ack(write: AckedWrite, isCounted: boolean): void {
    acked.push(write);
    if (isCounted) counts.acked += 1;
    for (const listener of listeners) listener(write);
  }

  const reached = new Map<number, number>();
  const nextOf = (workload: Workload, number: number, process: number): Op | null => {
    const n = reached.get(process) ?? 0;
    const op = workload.next(number, n, when === 'after');
    if (op !== null) reached.set(process, n + 1);
    return op;
  };

  async function goOn(workload: Workload, number: number, process: number, signal: AbortSignal): Promise<void> {
    for (let left = number < workload.clients ? (workload.afterwards ?? 0) : 0; left > 0; left--) {
      const op = signal.aborted ? null : nextOf(workload, number, process);
      if (op === null) return;
      await run(process, op, workload === counted);
    }
  }

  /** @param number of the client in its workload */
  async function runClient(workload: Workload, number: number, process: number): Promise<void> {
    if (number >= workload.clients) await holding.promise;
    const { backoff_ms, backoff_ms_max, injecting_ms, holding_ms } = workload.pace;
    let refusals = 0;
    while (!isOver(workload)) {
      const op = nextOf(workload, number, process);
      if (op === null) return;
      refusals = (await run(process, op, workload === counted)) ? 0 : refusals + 1;
      const backoff = refusals === 0 ? 0 : Math.min(backoff_ms_max, backoff_ms * 2 ** (refusals - 1));
      const wait = Math.max(backoff, { load: 0, inject: injecting_ms, hold: holding_ms, after: 0 }[when]);
      if (wait > 0 && !isOver(workload)) await pause(wait, resting.signal).catch(() => {});
    }
  }

  const numbered = settings.workloads.flatMap((workload) =>
    Array.from({ length: workload.clients + workload.joining }, (_, number) => ({ workload, number })),
  );
  /** Never rejects: a barrier waits for every client, also where another broke down. */
  const ended = (process: number, work: Promise<void>): Promise<void> =>
    work.catch((error) => {
      breakdown ??= `client ${process} broke down: ${messageOf(error)}`;
    });
  const all = numbered.map(({ workload, number }, process) => ended(process, runClient(workload, number, process)));
  let later: Promise<void>[] = [];
  const rest = async (): Promise<void> => {
    resting.abort();
    holding.resolve();
    await Promise.all([...all, ...later]);
  };
  const onAbort = (): void => void rest();
  settings.signal.addEventListener('abort', onAbort, { once: true });
  void Promise.all(all).then(() => settings.signal.removeEventListener('abort', onAbort));

  return {
    counts,
    acked,
    insideFault: () => inside,
    sharedIds: () => [...sharedIds],
    sent,
    refusal: () => refusal,
    inFlight: (nodes) => [...inFlight].filter((op) => !isReading(op) && nodes.includes(op.node)).length,
    ackedBy: (node) => acked.filter((write) => write.node === node).length,
    onAck: (listener) => void listeners.push(listener),
    faultBegins() {
      when = 'inject';
    },
    faultHolds() {
      when = 'hold';
      holding.resolve();
    },
    loaded: Promise.all(all.slice(0, counted.clients)),
    done: Promise.all(all.slice(0, counted.clients + counted.joining)),
    rest,
    async afterwards(signal) {
      when = 'after';
      later = numbered.map(({ workload, number }, process) => ended(process, goOn(workload, number, process, signal)));
      await Promise.all(later);
    },
    breakdown: () => breakdown,
  };
}

/** A client that breaks its word and throws has said nothing about the write. */
async function attempt(op: Op, client: Client, timeout_ms: number): Promise<Outcome<Given>> {
  try {
    return await op.send(client, timeout_ms);
  } catch (error) {
    return { type: 'info', code: 'client_threw', detail: messageOf(error) };
  }
}

function ackedWrite(part: CreationPart, id: string | null, in_hold: boolean): AckedWrite {
  const { intent, node, namespace, metadata_keys } = part;
  const { key, digest, word = null } = intent;
  return { id, key, digest, node, namespace, word, metadata_keys, in_hold, at_ms: performance.now() };
}
