// Clients that run workloads at once, before a fault and while it holds. Each operation is recorded before it is
// sent, and its end in the instant in which it ends: who listens for acks hears of one in the same turn.
// One workload is counted: how long the clients of all go on depends on its operations alone.

import type { NodeName } from '../../contract/names.ts';
import { errorOf, isRefusedByRule } from '../../history/errors.ts';
import { pause } from '../../machine/waiting.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';
import { messageOf } from '../message.ts';
import { type Recording, recordBegin, recordEnd } from './recording.ts';
import type { Creation, Op, Workload } from './workload.ts';

export interface ClientsSettings extends Recording {
  /** The first is the one that is counted. Its clients have the first numbers. */
  workloads: readonly [Workload, ...Workload[]];
  /** The node's client of this moment: it changes when the node restarts. */
  client(node: NodeName): Client;
  op_timeout_ms: number;
  /** Operations of the counted workload sent at most; a subject that refuses everything must not be asked for ever. */
  ops_max: number;
  /** Of these, at most so many inside the fault: a dead node refuses in no time, and more refusals show no more. */
  window_ops_max: number;
  signal: AbortSignal;
}

/** Of the counted workload. */
export interface Counts {
  invoked: number;
  acked: number;
  /** Operations invoked since the injection. */
  in_fault: number;
  /** Of these, the ones invoked while the fault surely held. */
  in_window: number;
}

export interface AckedWrite {
  id: string;
  key: string;
  digest: string;
  node: NodeName;
  namespace: string;
  word: string | null;
  metadata_keys: string[];
  /** Sent while the fault surely held. */
  in_window: boolean;
  /** `performance.now()` of the ack. */
  at_ms: number;
}

export interface Clients {
  readonly counts: Readonly<Counts>;
  readonly acked: readonly AckedWrite[];
  /** Operations of all workloads invoked while the fault surely held. */
  readonly insideFault: () => number;
  /** Every id that an ack gave for a key that clients share. */
  readonly sharedIds: () => readonly string[];
  /** Of every write sent, by key, the metadata keys that were sent. */
  readonly sent: ReadonlyMap<string, string[]>;
  /** A refusal in its own words, where there was one. */
  readonly refusal: () => string | null;
  inFlight(nodes: readonly NodeName[]): number;
  /** Writes that a node has acked. */
  ackedBy(node: NodeName): number;
  /** Calls back in the turn of every ack. */
  onAck(listener: (write: AckedWrite) => void): void;
  /** A fault is being injected from now on. */
  faultBegins(): void;
  /** The fault surely holds: those who join it begin. */
  join(): void;
  /** Resolves when the clients of the counted workload that began at the start have done all that they do. */
  readonly loaded: Promise<unknown>;
  /** Resolves when every client of it has. */
  readonly done: Promise<unknown>;
  /** Nobody sends anything more; resolves when the last operation has ended: a barrier. May be called again. */
  rest(): Promise<void>;
}

export function startClients(settings: ClientsSettings): Clients {
  const [counted] = settings.workloads;
  const counts: Counts = { invoked: 0, acked: 0, in_fault: 0, in_window: 0 };
  const acked: AckedWrite[] = [];
  const sharedIds = new Set<string>();
  const sent = new Map<string, string[]>();
  const inFlight = new Set<Op>();
  const listeners: ((write: AckedWrite) => void)[] = [];
  const resting = new AbortController();
  const window = Promise.withResolvers<void>();
  let phase: 'before' | 'in fault' | 'in window' = 'before';
  let inside = 0;
  let refusal: string | null = null;

  const isOver = (workload: Workload): boolean =>
    resting.signal.aborted ||
    settings.signal.aborted ||
    (workload === counted &&
      (counts.invoked - counts.in_fault >= settings.ops_max || counts.in_window >= settings.window_ops_max));

  /** Resolves to whether the node is one to ask again at once: it acked, or had an answer that is no complaint. */
  async function run(process: number, op: Op, isCounted: boolean): Promise<boolean> {
    sent.set(op.intent.key, op.metadata_keys);
    inFlight.add(op);
    const in_window = phase === 'in window';
    if (in_window) inside += 1;
    if (isCounted) {
      counts.invoked += 1;
      if (phase !== 'before') counts.in_fault += 1;
      if (in_window) counts.in_window += 1;
    }
    recordBegin(settings, process, op);
    const outcome = await attempt(op, settings.client(op.node), settings.op_timeout_ms);
    inFlight.delete(op);
    recordEnd(settings, process, op, outcome);
    if (outcome.type !== 'ok') {
      // what was never sent says nothing of the time in which it was not
      if (outcome.type === 'unsent' && in_window) {
        inside -= 1;
        if (isCounted) counts.in_window -= 1;
      }
      if (isCounted) refusal ??= outcome.type === 'fail' ? outcome.detail : null;
      return op.f !== 'write' && outcome.type === 'fail' && isRefusedByRule(errorOf(outcome));
    }
    const { id } = outcome.value;
    if (op.f === 'write' && id !== undefined) ack(ackedWrite(op, id, in_window));
    else if (id !== undefined) sharedIds.add(id);
    return true;
  }

  function ack(write: AckedWrite): void {
    acked.push(write);
    counts.acked += 1;
    for (const listener of listeners) listener(write);
  }

  /** @param number of the client in its workload */
  async function be(workload: Workload, number: number, process: number): Promise<void> {
    if (number >= workload.clients) await window.promise;
    const { backoff_ms, backoff_ms_max, injecting_ms, rest_ms } = workload.pace;
    let refusals = 0;
    for (let n = 0; !isOver(workload); n++) {
      const op = workload.next(number, n);
      if (op === null) return;
      refusals = (await run(process, op, workload === counted)) ? 0 : refusals + 1;
      const backoff = refusals === 0 ? 0 : Math.min(backoff_ms_max, backoff_ms * 2 ** (refusals - 1));
      const wait = Math.max(backoff, { before: 0, 'in fault': injecting_ms, 'in window': rest_ms }[phase]);
      if (wait > 0 && !isOver(workload)) await pause(wait, resting.signal).catch(() => {});
    }
  }

  const numbered = settings.workloads.flatMap((workload) =>
    Array.from({ length: workload.clients + workload.joining }, (_, number) => ({ workload, number })),
  );
  const all = numbered.map(({ workload, number }, process) => be(workload, number, process));
  // every one of them comes to its end, also where another broke down: else the barrier would be none
  const everyone = Promise.allSettled(all);
  const rest = async (): Promise<void> => {
    resting.abort();
    window.resolve();
    const broken = (await everyone).find((one) => one.status === 'rejected');
    if (broken) throw broken.reason;
  };
  const onAbort = (): void => void rest().catch(() => {});
  settings.signal.addEventListener('abort', onAbort, { once: true });
  void everyone.then(() => settings.signal.removeEventListener('abort', onAbort));

  return {
    counts,
    acked,
    insideFault: () => inside,
    sharedIds: () => [...sharedIds],
    sent,
    refusal: () => refusal,
    inFlight: (nodes) => [...inFlight].filter((op) => op.f !== 'get' && nodes.includes(op.node)).length,
    ackedBy: (node) => acked.filter((write) => write.node === node).length,
    onAck: (listener) => void listeners.push(listener),
    faultBegins() {
      phase = 'in fault';
    },
    join() {
      phase = 'in window';
      window.resolve();
    },
    loaded: Promise.allSettled(all.slice(0, counted.clients)),
    done: Promise.allSettled(all.slice(0, counted.clients + counted.joining)),
    rest,
  };
}

/** A client that breaks its word and throws has said nothing about the write. */
async function attempt(
  op: Op,
  client: Client,
  timeout_ms: number,
): Promise<Outcome<{ id?: string; digest?: string | null }>> {
  try {
    return await op.send(client, timeout_ms);
  } catch (error) {
    return { type: 'info', code: 'client_threw', detail: messageOf(error) };
  }
}

function ackedWrite({ intent, node, namespace, metadata_keys }: Creation, id: string, in_window: boolean): AckedWrite {
  const { key, digest, word = null } = intent;
  return { id, key, digest, node, namespace, word, metadata_keys, in_window, at_ms: performance.now() };
}
