// A fault says whether it can be injected here, injects, heals, and brings the reading that proves both. A fault
// that cannot be injected for real on this machine is reported as such: nothing is simulated silently.

import type { NodeName } from '../../contract/names.ts';
import type { Capabilities } from '../../subjects/subject.ts';
import type { Cluster } from '../cluster/cluster.ts';
import { peersOf, type Transport } from '../network/transport.ts';
import type { AckedWrite } from '../workloads/clients.ts';
import type { CyclePlan } from '../workloads/schedule.ts';

export type Available = { available: true } | { available: false; reason: string };

/** The reading itself; together with the cycle and the operations inside the window it is the receipt. */
export interface Reading {
  kind: string;
  took_effect: boolean;
  healed: boolean;
  detail: string;
}

/**
 * What a fault does to the nodes while it holds: where clients write, and what a look inside can read. Node a is called
 * the primary: the established classes are named after it, though all nodes are equal here.
 */
export interface Effect {
  /** Peers that a node can still reach, for nodes that cannot reach all of them. */
  peers_in_reach: Partial<Record<NodeName, readonly NodeName[]>>;
  /** Nodes that are ended by force. A look inside opens their data behind cut wires. */
  killed: readonly NodeName[];
  /** Nodes that cannot be read while it holds, though they live. */
  silent: readonly NodeName[];
  /** Nodes that the clients which join while it holds write through. */
  joined: readonly NodeName[];
}

export const NO_EFFECT: Effect = { peers_in_reach: {}, killed: [], silent: [], joined: ['a'] };

/** Where every node is cut off from the nodes that are named: the others still reach each other. */
export function without(nodes: readonly NodeName[], ...gone: NodeName[]): Effect['peers_in_reach'] {
  const left = nodes.filter((node) => !gone.includes(node));
  return Object.fromEntries(left.map((node) => [node, peersOf(left, node)]));
}

export interface FaultContext {
  cluster: Cluster;
  plan: CyclePlan;
  capabilities: Capabilities;
  /** Writes sent to these nodes and not yet answered, at this moment. */
  inFlight: (nodes: readonly NodeName[]) => number;
  /** Writes acked so far, of all workloads; grows while clients write. */
  acked: readonly AckedWrite[];
  /** Between two rounds of catching up, in milliseconds; null: the subject does not catch up. */
  catchup_round_ms: number | null;
  signal: AbortSignal;
}

/** One injection. `heal` is called once, in `finally`, even where `inject` failed half-way. */
export interface PreparedFault {
  /** Resolves once the fault holds: the window of the fault begins. */
  inject(): Promise<void>;
  /** Reads what the fault did, for a `heal` that comes when the wires are open again. */
  witness?(): Promise<void>;
  /** Reads what the fault did, undoes it and waits for the proof that it is undone, up to `HEAL_MS_MAX`. */
  heal(): Promise<Reading>;
}

export interface FaultClass {
  readonly name: string;
  /** What it does, in one line, for help and lists. */
  readonly does: string;
  /** Whether it needs a layer between the nodes and their disks; absent: not. */
  readonly layered?: true;
  available(capabilities: Capabilities, network: Transport, nodes: readonly NodeName[]): Available;
  effect(plan: CyclePlan): Effect;
  prepare(context: FaultContext): PreparedFault;
}

/** Nodes that cannot gather W copies while the fault holds; a killed one answers nobody. */
export function outOfReach({ peers_in_reach, killed }: Effect, quorum_writes: number): NodeName[] {
  return (Object.entries(peers_in_reach) as [NodeName, readonly NodeName[]][])
    .filter(([node, peers]) => 1 + peers.length < quorum_writes && !killed.includes(node))
    .map(([node]) => node);
}

/** Whether any node can still ack a write while the fault holds. */
export const canAck = (
  { peers_in_reach, killed, silent }: Effect,
  { nodes, quorum_writes }: { nodes: readonly NodeName[]; quorum_writes: number },
): boolean =>
  nodes.some(
    (node) =>
      !killed.includes(node) &&
      !silent.includes(node) &&
      1 + (peers_in_reach[node] ?? peersOf(nodes, node)).length >= quorum_writes,
  );

/** Includes the restart of all nodes on a busy machine. */
export const HEAL_MS_MAX = 20_000;

/** How long a fault may take to show its effect. */
export const EFFECT_MS_MAX = 5_000;

export const ALWAYS: Available = { available: true };
