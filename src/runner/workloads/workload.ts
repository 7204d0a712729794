// A workload is what clients do: which operation next, through which node, at what pace. Who runs it (clients.ts)
// knows nothing of what it does; another workload is a file beside this one.

import type { NodeName } from '../../contract/names.ts';
import type { WriteIntent } from '../../history/ops.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';

/** One operation, as its client means it. */
export interface Op {
  node: NodeName;
  namespace: string;
  intent: WriteIntent;
  /** The metadata keys that are sent: a store may add keys of its own. */
  metadata_keys: string[];
  send(client: Client, timeout_ms: number): Promise<Outcome<{ id: string }>>;
}

export interface Pace {
  /**
   * How long a client waits after it was refused, doubled with each refusal in a row up to the second limit, as
   * clients do: else a cluster that fell behind on a busy machine is never given the time to recover.
   */
  backoff_ms: number;
  backoff_ms_max: number;
  /** Between two operations of a client while a fault is being injected: a restart may take long. */
  injecting_ms: number;
  /** Between two operations of a client while a fault holds, so that they spread over the whole of it. */
  holding_ms: number;
}

export interface Workload {
  readonly name: string;
  /** Clients from the start, and clients that join while the fault holds: the others may all wait for an answer. */
  readonly clients: number;
  readonly joining: number;
  readonly pace: Pace;
  /** Every namespace that its rows are in. */
  readonly namespaces: readonly string[];
  /** The n-th operation of one client, from 0; null: it has done all that it does. */
  next(client: number, n: number): Op | null;
}
