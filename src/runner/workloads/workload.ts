// A workload is what clients do: which operation next, through which node, at what pace. Who runs it (clients.ts)
// knows nothing of what it does; another workload is a file beside this one, and several run at once.

import type { KeyIntent, KeyKind, NodeName, WriteIntent } from '../../history/ops.ts';
import type { Client, Link, Outcome } from '../../subjects/subject.ts';
import type { Random } from './random.ts';

/** One operation, as its client means it. */
export type Op = Creation | OnKey | Several | Recalling | Listing;

/** What an operation, or a part of one, gives where it is done. */
export interface Answered {
  id?: string;
  digest?: string | null;
}

interface Sent<T> {
  send(client: Client, timeout_ms: number): Promise<Outcome<T>>;
}

interface PartBase {
  node: NodeName;
  /** The metadata keys that are sent: a store may add keys of its own. */
  metadata_keys: string[];
}

/** Stores a row that no other operation is about. Acks, bounds and the samples at once after an ack are about these. */
export interface CreationPart extends PartBase {
  f: 'write';
  namespace: string;
  intent: WriteIntent;
}
export type Creation = CreationPart & Sent<{ id: string }>;

/** Does something to a key that clients share; what the answer gives is recorded as it is. */
export interface OnKeyPart extends PartBase {
  f: KeyKind;
  intent: KeyIntent;
  /** Of a version that has a word of its own: where it is recalled. */
  namespace?: string;
  /** The key is a link between two rows, and no row itself. */
  link?: Link;
}
export type OnKey = OnKeyPart & Sent<Answered>;

/** One request that does several things: it ends for all of them as it ends. */
export interface Several extends Sent<readonly Answered[]> {
  f: 'several';
  node: NodeName;
  parts: readonly (CreationPart | OnKeyPart)[];
}

/** A word of a version is asked for while others write. */
export interface Recalling extends Sent<{ found: boolean; held?: boolean }> {
  f: 'recall';
  node: NodeName;
  intent: { key: string; value: string; node: NodeName; word: string };
}

/** A complete list is made while others write. */
export interface Listing extends Sent<{ looked_for: number; unlisted: string[] }> {
  f: 'list';
  node: NodeName;
  intent: { value: string; node: NodeName };
}

/** What an operation writes or reads by itself, one after another. */
export const partsOf = (op: Creation | OnKey | Several): readonly (CreationPart | OnKeyPart)[] =>
  op.f === 'several' ? op.parts : [op];

/** It changes nothing that its quorum would have to hear of. */
export const isReading = ({ f }: Op): boolean => f === 'get' || f === 'recall' || f === 'list';

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
/** The n-th node, and from the first again where there are no more. */
export const nthNode = (nodes: readonly NodeName[], n: number): NodeName => nodes[n % nodes.length] ?? 'a';

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
  /**
   * The n-th operation of one of its clients, both from 0; null: it has done all that it does, or, while `isHealed` is
   * false, all that it does before the heal.
   */
  next(client: number, n: number, isHealed: boolean): Op | null;
}
