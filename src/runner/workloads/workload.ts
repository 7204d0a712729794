// A workload is what clients do: which operation next, through which node, at what pace. Who runs it (clients.ts)
// knows nothing of what it does; another workload is a file beside this one, and several run at once.

import type { KeyIntent, KeyKind, NodeName, WriteIntent } from '../../history/ops.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';
import type { Random } from './random.ts';

/** One operation, as its client means it. */
export type Op = Creation | OnKey;

interface OpBase {
  node: NodeName;
  /** The metadata keys that are sent: a store may add keys of its own. */
  metadata_keys: string[];
}

/** Stores a row that no other operation is about. Acks, bounds and the samples at once after an ack are about these. */
export interface Creation extends OpBase {
  f: 'write';
  namespace: string;
  intent: WriteIntent;
  send(client: Client, timeout_ms: number): Promise<Outcome<{ id: string }>>;
}

/** Does something to a key that clients share; what the answer gives is recorded as it is. */
export interface OnKey extends OpBase {
  f: KeyKind;
  intent: KeyIntent;
  send(client: Client, timeout_ms: number): Promise<Outcome<{ id?: string; digest?: string | null }>>;
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

/** What every workload is made with. */
export interface WorkloadSettings {
  clients: number;
  pace: Pace;
  /** Keys begin with it; unique in the campaign. */
  prefix: string;
  /** Namespaces begin with it. */
  root: string;
  random: Random;
  content_bytes_max: number;
  agent(client: number): string;
}

/** And one whose clients each keep a node, with more of them while a fault holds. */
export interface JoinedSettings extends WorkloadSettings {
  joining: number;
  /** Through which node a client works. */
  node(client: number): NodeName;
}

export interface Workload {
  readonly name: string;
  /** Clients from the start, and clients that join while the fault holds: the others may all wait for an answer. */
  readonly clients: number;
  readonly joining: number;
  readonly pace: Pace;
  /** Operations of each client that began at the start, once the fault is healed. */
  readonly afterwards?: number;
  /** Every namespace that its rows are in. */
  readonly namespaces: readonly string[];
  /** The n-th operation of one of its clients, both from 0; null: it has done all that it does. */
  next(client: number, n: number): Op | null;
}
