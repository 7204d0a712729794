// Concurrent writers that run before, during and after a fault. Each write has a key of its own and is recorded
// before it is sent. What happens is told in the instant it happens: a fault strikes in the same turn as an ack.

import { endingOf } from '../../history/errors.ts';
import type { CycleHistory } from '../../history/ops.ts';
import { pause } from '../../machine/waiting.ts';
import type { Client, NewMemory, NodeName, Outcome } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';

export interface WriteLimits {
  /** Writers that run from the start to the end. */
  writers: number;
  /** Writers that enter with the fault and leave when it is healed: the others may all be waiting for an answer that does not come. */
  window_writers: number;
  /** What one writer sends at most. */
  writes_per_writer_max: number;
  /** Acks before the writers may rest. */
  acks_min: number;
  /** Writes that are sent at most while no fault holds; a subject that refuses everything must not be asked for ever. */
  ops_max: number;
  /** Writes that are sent at most from the strike to the end of the heal; whoever would send more waits for it. */
  fault_ops_max: number;
  /** Writes that are sent inside the fault whatever was sent before it held. */
  window_ops_min: number;
  op_timeout_ms: number;
  /**
   * How long a writer waits after it was refused, doubled with each refusal in a row up to the second limit, as
   * clients do: else a cluster that fell behind on a busy machine is never given the time to recover.
   */
  backoff_ms: number;
  backoff_ms_max: number;
}

export interface WriteSource {
  history: CycleHistory;
  /** The key and content of the n-th write of one writer. */
  memory(writer: number, n: number): { key: string; memory: NewMemory };
  /** Under whose name a writer writes. */
  agent(writer: number): string;
  /** The node that a writer writes through. */
  node(entersWithFault: boolean): NodeName;
  /** The node's client of this moment: it changes when the node restarts. */
  client(node: NodeName): Client;
  signal: AbortSignal;
}

/** What the writers have done so far. */
export interface WriteCounts {
  invoked: number;
  acked: number;
  in_flight: number;
  /** Writes invoked since the fault struck, until it was healed. */
  in_fault: number;
  /** Of these, the ones invoked while it surely held. */
  in_window: number;
}

export interface AckedWrite {
  id: string;
  key: string;
  digest: string;
  metadata_keys: string[];
}

export interface Writers {
  readonly counts: Readonly<WriteCounts>;
  readonly acked: readonly AckedWrite[];
  /** Of every write sent, the metadata keys: a store may add its own. */
  readonly metadataKeys: ReadonlyMap<string, string[]>;
  /** Calls back in the same turn as the given ack: the fault strikes. */
  onAck(count: number, strike: () => void): void;
  /** The fault holds from now on; writers enter with it. */
  openWindow(): void;
  /** The fault surely holds no longer. */
  closeWindow(): void;
  /** The fault is healed: everyone may write on. */
  healed(): void;
  /** Writers go on until there are enough acks, then end. Resolves when the last write has ended. */
  finish(): Promise<void>;
  /** Writers send nothing more. */
  stop(): void;
}

export function startWriters(source: WriteSource, limits: WriteLimits): Writers {
  const counts: WriteCounts = { invoked: 0, acked: 0, in_flight: 0, in_fault: 0, in_window: 0 };
  const acked: AckedWrite[] = [];
  const metadataKeys = new Map<string, string[]>();
  const strikes = new Map<number, () => void>();
  const window = Promise.withResolvers<void>();
  const heal = Promise.withResolvers<void>();
  let struck = false;
  let healed = false;
  let windowOpen = false;
  let finishing = false;
  let stopped = false;

  const done = (): boolean =>
    stopped ||
    source.signal.aborted ||
    counts.invoked - counts.in_fault >= limits.ops_max ||
    (finishing && counts.acked >= limits.acks_min);

  /** Resolves to whether it was acked. */
  async function write(writer: number, n: number, entersWithFault: boolean): Promise<boolean> {
    const { key, memory } = source.memory(writer, n);
    const digest = digestOf(memory);
    const node = source.node(entersWithFault);
    metadataKeys.set(key, Object.keys(memory.metadata));
    counts.invoked += 1;
    counts.in_flight += 1;
    if (struck) counts.in_fault += 1;
    if (windowOpen) counts.in_window += 1;
    source.history.append({
      process: writer,
      f: 'write',
      type: 'invoke',
      value: { key, digest, node },
    });
    const outcome = await attempt(source.client(node), memory, source.agent(writer), limits.op_timeout_ms);
    counts.in_flight -= 1;
    record(source.history, writer, key, outcome);
    if (outcome.type === 'ok') {
      acked.push({ id: outcome.value.id, key, digest, metadata_keys: Object.keys(memory.metadata) });
      counts.acked += 1;
      const strike = strikes.get(counts.acked);
      struck ||= strike !== undefined;
      strike?.();
    }
    return outcome.type === 'ok';
  }

  async function backOff(refusals: number): Promise<void> {
    const rest = Math.min(limits.backoff_ms_max, limits.backoff_ms * 2 ** (refusals - 1));
    if (!done()) await pause(rest, source.signal).catch(() => {});
  }

  async function run(writer: number, entersWithFault: boolean): Promise<void> {
    if (entersWithFault) await window.promise;
    const over = (): boolean => done() || (entersWithFault && healed);
    let refusals = 0;
    for (let n = 0; n < limits.writes_per_writer_max && !over(); n++) {
      // a fault may take long to hold: what was sent until then must not use up the operations inside it
      const wanted = windowOpen && counts.in_window < limits.window_ops_min;
      if (struck && !wanted && counts.in_fault >= limits.fault_ops_max) await heal.promise;
      refusals = (await write(writer, n, entersWithFault)) ? 0 : refusals + 1;
      if (refusals > 0) await backOff(refusals);
    }
  }

  const everyone = Array.from({ length: limits.writers + limits.window_writers }, (_, writer) =>
    run(writer, writer >= limits.writers),
  );

  return {
    counts,
    acked,
    metadataKeys,
    onAck: (count, strike) => strikes.set(count, strike),
    openWindow() {
      windowOpen = true;
      window.resolve();
    },
    closeWindow() {
      windowOpen = false;
    },
    healed() {
      struck = false;
      healed = true;
      heal.resolve();
    },
    async finish() {
      finishing = true;
      heal.resolve();
      window.resolve();
      await Promise.all(everyone);
    },
    stop() {
      stopped = true;
    },
  };
}

/** A client that breaks its word and throws has told us nothing about the write. */
async function attempt(
  client: Client,
  memory: NewMemory,
  agent: string,
  timeout_ms: number,
): Promise<Outcome<{ id: string }>> {
  try {
    return await client.create(memory, agent, timeout_ms);
  } catch (error) {
    return { type: 'info', code: 'client_threw', detail: error instanceof Error ? error.message : String(error) };
  }
}

function record(history: CycleHistory, writer: number, key: string, outcome: Outcome<{ id: string }>): void {
  const base = { process: writer, f: 'write' } as const;
  if (outcome.type === 'ok') {
    history.append({ ...base, type: 'ok', value: { key, id: outcome.value.id } });
    return;
  }
  const type = outcome.type !== 'unsent' && endingOf(outcome) === 'fail' ? 'fail' : 'info';
  history.append({ ...base, type, value: { key }, error: outcome.code });
}
