// Where the nodes of a cluster run and what lies between them. The stages, the faults and the receipts know this
// interface and no network mode by name: a verdict does not depend on where the nodes ran. A mode is a transport
// (`proxy`: relays between processes of one machine; `netns`: network namespaces and the kernel's packet filter), and
// machines of their own would be one more.

import type { NodeName } from '../../contract/names.ts';
import type { Place } from '../../machine/place.ts';
import type { Treatment } from './treatment.ts';

export const NETWORK_MODES = ['proxy', 'netns'] as const;
export type NetworkMode = (typeof NETWORK_MODES)[number];

export interface Transport {
  readonly mode: NetworkMode;
  /** Why it cannot treat what nodes send each other in this way, or count answers as they come in; null: it can. */
  cannot(what: Treatment['kind'] | 'count answers'): string | null;
  /** The wires of one more cluster, between these nodes. */
  open(nodes: readonly NodeName[]): Promise<Wires>;
}

/** What one node sends another: all of it, or only what it sends on connections that it opened, or that it accepted. */
export interface Flow {
  from: NodeName;
  to: NodeName;
  part: 'all' | 'requests' | 'replies';
  treatment: Treatment;
}

/** A way from one node to another. */
export interface Wire {
  from: NodeName;
  to: NodeName;
  /** Where `to` answers over this wire, whoever asks. */
  url(): string;
}

export interface Wires {
  /** Every ordered pair of nodes. */
  readonly all: readonly Wire[];
  placeOf(node: NodeName): Place;
  /** The addresses that a node is given for its peers. */
  peersOf(node: NodeName): string[];
  /**
   * Starts something on a port that is free where the node runs.
   * @param last the port that the node had before
   */
  onPort<T>(start: (port: number) => Promise<T>, last: number | undefined): Promise<T>;
  /** Says on which port a node listens now. */
  aim(node: NodeName, port: number): void;
  /** Treats flows, from when it resolves on; what else goes on between two nodes that are named passes. */
  treat(flows: readonly Flow[]): Promise<Treating>;
  /** Cuts everything to and from a node, in both directions. */
  isolate(node: NodeName): Promise<void>;
  /** Bytes of peers that ever reached a node, over any wire. */
  bytesInto(node: NodeName): Promise<number>;
  /**
   * Bytes that peers ever answered a node, over connections that it opened itself, up to this very moment.
   * @throws Error where the mode cannot count them
   */
  answersInto(node: NodeName): number;
  /** Ends every treatment. */
  open(): Promise<void>;
  close(): Promise<void>;
}

export interface Treating {
  /** What it did since it held. */
  traces(): Promise<Traces>;
}

export interface Traces {
  /** What was counted. */
  kind: string;
  /** Whether something was treated between each two nodes that were named: two that sent nothing show nothing. */
  shown: boolean;
  /** Whether nothing came through where everything was to be lost. */
  tight: boolean;
  /** What was treated of each wire, in the unit of `kind`. */
  by_wire: readonly { from: NodeName; to: NodeName; count: number }[];
  /** All of it, for people. */
  words: string;
}

/** The others, in order. */
export const peersOf = (nodes: readonly NodeName[], node: NodeName): NodeName[] =>
  nodes.filter((other) => other !== node);

export const orderedPairs = (nodes: readonly NodeName[]): { from: NodeName; to: NodeName }[] =>
  nodes.flatMap((from) => peersOf(nodes, from).map((to) => ({ from, to })));
