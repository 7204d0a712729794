// A fault says whether it can strike here, strikes, heals, and brings the reading that proves both. A fault
// that cannot be injected for real on this machine is reported as such: nothing is simulated silently.

import type { Capabilities, NodeName } from '../../subjects/subject.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { CyclePlan } from '../workloads/schedule.ts';

export type Available = { available: true } | { available: false; reason: string };

/** The reading itself; together with the cycle and the operations inside the window it is the receipt. */
export interface Reading {
  kind: string;
  took_effect: boolean;
  healed: boolean;
  detail: string;
}

export interface FaultContext {
  cluster: Cluster;
  plan: CyclePlan;
  capabilities: Capabilities;
  /** Writes sent and not yet answered, at this moment. */
  inFlight: () => number;
  signal: AbortSignal;
}

/** One strike. `heal` is called once, in `finally`, even where `inject` failed half-way. */
export interface Fault {
  /** Resolves once the fault holds: the window of the fault begins. */
  inject(): Promise<void>;
  /** Reads what the fault did, undoes it and waits for the proof that it is undone, up to `HEAL_MS_MAX`. */
  heal(): Promise<Reading>;
}

export interface FaultClass {
  readonly name: string;
  /** What it does, in one line, for help and lists. */
  readonly does: string;
  /** Whether a write through the primary can be acked while the fault holds. */
  readonly quorum: 'in reach' | 'out of reach';
  available(capabilities: Capabilities): Available;
  /** The node through which the writers that enter with the fault write. */
  windowNode(plan: CyclePlan): NodeName;
  prepare(context: FaultContext): Fault;
}

/** Includes the restart of three nodes on a busy machine. */
export const HEAL_MS_MAX = 20_000;

/** How long a fault may take to show its effect. */
export const EFFECT_MS_MAX = 5_000;

export const ALWAYS: Available = { available: true };
