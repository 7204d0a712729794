// Clients that run a workload at once, before a fault and while it holds. Each operation is recorded before it is
// sent, and its end in the instant in which it ends: who listens for acks hears of one in the same turn.

import type { NodeName } from '../../contract/names.ts';
import { endingOf, errorOf, isAnswer } from '../../history/errors.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { pause } from '../../machine/waiting.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';
import { messageOf } from '../message.ts';
import type { Op, Workload } from './workload.ts';

export interface ClientsSettings {
  workload: Workload;
  history: CycleHistory;
  /** The node's client of this moment: it changes when the node restarts. */
  client(node: NodeName): Client;
  op_timeout_ms: number;
  /**
   * Operations invoked at most before the fault, and while it holds: a subject that refuses everything must not be
   * asked for ever. While it is being injected, the pace alone keeps them few.
   */
  ops_max: { load: number; hold: number };
  /** Whether a refusal is the first of its kind: its words are recorded once. */
  isFirstOfKind(kind: string): boolean;
  signal: AbortSignal;
}

/** When an operation was invoked: before any fault, while one is being injected, while it surely holds. */
type When = 'load' | 'inject' | 'hold';

export interface Counts {
  acked: number;
  invoked: Record<When, number>;
}

export interface AckedWrite {
  id: string;
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
  /** The fault surely holds: clients that join while it does begin. */
  faultHolds(): void;
  /** Resolves when the clients that began at the start have done all that they do. */
  readonly loaded: Promise<unknown>;
  /** Resolves when every client has. */
  readonly done: Promise<unknown>;
  /** Nobody sends anything more; resolves when the last operation has ended: a barrier. May be called again. */
  rest(): Promise<void>;
  /** Why a client broke down, where one did; the others go on without it. */
  readonly breakdown: () => string | null;
}

export function startClients(settings: ClientsSettings): Clients {
  const { workload, history } = settings;
  const counts: Counts = { acked: 0, invoked: { load: 0, inject: 0, hold: 0 } };
  const acked: AckedWrite[] = [];
  const sent = new Map<string, string[]>();
  const inFlight = new Map<string, Op>();
  const listeners: ((write: AckedWrite) => void)[] = [];
  const resting = new AbortController();
  const holding = Promise.withResolvers<void>();
  let when: When = 'load';
  let refusal: string | null = null;
  let breakdown: string | null = null;

  const isOver = (): boolean =>
    resting.signal.aborted ||
    settings.signal.aborted ||
    (when !== 'inject' && counts.invoked[when] >= settings.ops_max[when]);

  /** Resolves to whether it was acked. */
  async function run(client: number, op: Op): Promise<boolean> {
    const { key } = op.intent;
    sent.set(key, op.metadata_keys);
    inFlight.set(key, op);
    const invoked = when;
    counts.invoked[invoked] += 1;
    history.append({ process: client, f: 'write', type: 'invoke', value: op.intent });
    const outcome = await attempt(op, settings.client(op.node), settings.op_timeout_ms);
    inFlight.delete(key);
    if (outcome.type !== 'ok') {
      // what was never sent was not invoked while the fault held
      if (outcome.type === 'unsent' && invoked === 'hold') counts.invoked.hold -= 1;
      refusal ??= outcome.type === 'fail' && isAnswer(outcome.code) ? outcome.detail : null;
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
      in_hold: invoked === 'hold',
      at_ms: performance.now(),
    };
    acked.push(write);
    counts.acked += 1;
    for (const listener of listeners) listener(write);
    return true;
  }

  async function runClient(client: number): Promise<void> {
    if (client >= workload.clients) await holding.promise;
    const { backoff_ms, backoff_ms_max, injecting_ms, holding_ms } = workload.pace;
    let refusals = 0;
    for (let n = 0; !isOver(); n++) {
      const op = workload.next(client, n);
      if (op === null) return;
      refusals = (await run(client, op)) ? 0 : refusals + 1;
      const backoff = refusals === 0 ? 0 : Math.min(backoff_ms_max, backoff_ms * 2 ** (refusals - 1));
      const wait = Math.max(backoff, { load: 0, inject: injecting_ms, hold: holding_ms }[when]);
      if (wait > 0 && !isOver()) await pause(wait, resting.signal).catch(() => {});
    }
  }

  // none of these rejects: a barrier waits for every client, also where another broke down
  const all = Array.from({ length: workload.clients + workload.joining }, (_, client) =>
    runClient(client).catch((error) => {
      breakdown ??= `client ${client} broke down: ${messageOf(error)}`;
    }),
  );
  const rest = async (): Promise<void> => {
    resting.abort();
    holding.resolve();
    await Promise.all(all);
  };
  const onAbort = (): void => void rest();
  settings.signal.addEventListener('abort', onAbort, { once: true });
  const done = Promise.all(all).then(() => {
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
      when = 'inject';
    },
    faultHolds() {
      when = 'hold';
      holding.resolve();
    },
    loaded: Promise.all(all.slice(0, workload.clients)),
    done,
    rest,
    breakdown: () => breakdown,
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
