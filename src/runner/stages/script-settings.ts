// What a cycle's script is given, and what it gives back.

import type { CycleHistory } from '../../history/ops.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Effect, Fault, Reading } from '../nemesis/fault.ts';
import type { Clients, ClientsSettings } from '../workloads/clients.ts';
import type { Random } from '../workloads/random.ts';

export interface Script {
  cluster: Cluster;
  history: CycleHistory;
  clients: Omit<ClientsSettings, 'history' | 'client' | 'signal'>;
  /** Acked writes that the cycle reaches. */
  acks_min: number;
  /** null: no fault. */
  injection: Injection | null;
  nodeLocal: ReadonlySet<string>;
  catchup_round_ms: number | null;
  settle_ms_max: number;
  random: Random;
  signal: AbortSignal;
}

export interface Injection {
  fault: string;
  effect: Effect;
  after_acks: number;
  hold_ms: number;
  prepare(inFlight: Clients['inFlight']): Fault;
}

/** What the script found of the fault, and what kept it from running as planned. */
export interface Ran {
  reading: Reading | null;
  ops_in_window: number;
  reasons: string[];
  /** A refusal in the subject's own words. */
  refusal: string | null;
}
