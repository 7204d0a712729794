// Clients that run a workload at once, before a fault and while it holds. Each operation is recorded before it is
// sent, and its end in the instant in which it ends: who listens for acks hears of one in the same turn.

import { messageOf } from '../../contract/message.ts';
import type { NodeName } from '../../contract/names.ts';
import { endingOf, errorOf } from '../../history/errors.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { pause } from '../../machine/waiting.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';
import type { Op, Workload } from './workload.ts';

export interface ClientsSettings {
  workload: Workload;
  history: CycleHistory;
  /** The node's client of this moment: it changes when the node restarts. */
  client(node: NodeName): Client;
  op_timeout_ms: number;
  /** Operations sent at most; a subject that refuses everything must not be asked for ever. */
  ops_max: number;
  /** Operations sent at most inside the fault: a dead node refuses in no time, and more refusals show no more. */
  window_ops_max: number;
  /** Whether a refusal is the first of its kind: its words are recorded once. */
  isFirstOfKind(kind: string): boolean;
  signal: AbortSignal;
}

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
  /** Resolves when the clients that began at the start have done all that they do. */
  readonly loaded: Promise<unknown>;
  /** Resolves when every client has. */
  readonly done: Promise<unknown>;
  /** Nobody sends anything more; resolves when the last operation has ended: a barrier. May be called again. */
  rest(): Promise<void>;
}

export function startClients(settings: ClientsSettings): Clients {
  const { workload, history } = settings;
  const counts: Counts = { invoked: 0, acked: 0, in_fault: 0, in_window: 0 };
  const acked: AckedWrite[] = [];
  const sent = new Map<string, string[]>();
  const inFlight = new Map<string, Op>();
  const listeners: ((write: AckedWrite) => void)[] = [];
  const resting = new AbortController();
  const window = Promise.withResolvers<void>();
  let phase: 'before' | 'in fault' | 'in window' = 'before';
  let refusal: string | null = null;

  const isOver = (): boolean =>
    resting.signal.aborted ||
    settings.signal.aborted ||
    counts.invoked - counts.in_fault >= settings.ops_max ||
    counts.in_window >= settings.window_ops_max;

  /** Resolves to whether it was acked. */
  async function run(client: number, op: Op): Promise<boolean> {
    const { key } = op.intent;
    sent.set(key, op.metadata_keys);
    inFlight.set(key, op);
    counts.invoked += 1;
    if (phase !== 'before') counts.in_fault += 1;
    const in_window = phase === 'in window';
    if (in_window) counts.in_window += 1;
    history.append({ process: client, f: 'write', type: 'invoke', value: op.intent });
    const outcome = await attempt(op, settings.client(op.node), settings.op_timeout_ms);
    inFlight.delete(key);
    if (outcome.type !== 'ok') {
      // what was never sent says nothing of the time in which it was not
      if (outcome.type === 'unsent' && in_window) counts.in_window -= 1;
      refusal ??= outcome.type === 'fail' ? outcome.detail : null;
      recordEnd(settings, client, key, outcome);
      return false;
    }
    history.append({ process: client, f: 'write', type: 'ok', value: { key, id: outcome.value.id } });
    const { digest, word = null } = op.intent;
    const { node, namespace, metadata_keys } = op;
    const write = {
      id: outcome.value.id,
      key,
      digest,
      node,
      namespace,
      word,
      metadata_keys,
      in_window,
      at_ms: performance.now(),
    };
    acked.push(write);
    counts.acked += 1;
    for (const listener of listeners) listener(write);
    return true;
  }

  async function be(client: number): Promise<void> {
    if (client >= workload.clients) await window.promise;
    const { backoff_ms, backoff_ms_max, injecting_ms, rest_ms } = workload.pace;
    let refusals = 0;
    for (let n = 0; !isOver(); n++) {
      const op = workload.next(client, n);
      if (op === null) return;
      refusals = (await run(client, op)) ? 0 : refusals + 1;
      const backoff = refusals === 0 ? 0 : Math.min(backoff_ms_max, backoff_ms * 2 ** (refusals - 1));
      const wait = Math.max(backoff, { before: 0, 'in fault': injecting_ms, 'in window': rest_ms }[phase]);
      if (wait > 0 && !isOver()) await pause(wait, resting.signal).catch(() => {});
    }
  }

  const all = Array.from({ length: workload.clients + workload.joining }, (_, client) => be(client));
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
  const done = everyone.then(() => {
    settings.signal.removeEventListener('abort', onAbort);
  });

  return {
    counts,
    acked,
    sent,
    refusal: () => refusal,
    inFlight: (nodes) => [...inFlight.values()].filter((op) => nodes.includes(op.node)).length,
    ackedBy: (node) => acked.filter((write) => write.node === node).length,
    onAck: (listener) => void listeners.push(listener),
    faultBegins() {
      phase = 'in fault';
    },
    join() {
      phase = 'in window';
      window.resolve();
    },
    loaded: Promise.allSettled(all.slice(0, workload.clients)),
    done,
    rest,
  };
}

/** A client that breaks its word and throws has said nothing about the write. */
async function attempt(op: Op, client: Client, timeout_ms: number): Promise<Outcome<{ id: string }>> {
  try {
    return await op.send(client, timeout_ms);
  } catch (error) {
    return { type: 'info', code: 'client_threw', detail: messageOf(error) };
  }
}

function recordEnd(
  { history, isFirstOfKind }: ClientsSettings,
  client: number,
  key: string,
  outcome: Exclude<Outcome<unknown>, { type: 'ok' }>,
): void {
  const type = endingOf(outcome) === 'fail' ? 'fail' : 'info';
  const error = errorOf(outcome);
  const answer = 'answer' in outcome && outcome.answer && isFirstOfKind(error) ? { answer: outcome.answer } : {};
  history.append({ process: client, f: 'write', type, value: { key, ...answer }, error });
}

/** Says once of each kind that it is the first. */
export function firstOfKind(): (kind: string) => boolean {
  const seen = new Set<string>();
  return (kind) => {
    const isFirst = !seen.has(kind);
    seen.add(kind);
    return isFirst;
  };
}
