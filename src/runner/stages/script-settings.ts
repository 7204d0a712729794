// What a cycle's script is given, and what it gives back.

import type { CycleHistory, CycleRules } from '../../history/ops.ts';
import type { Cluster } from '../cluster/cluster.ts';
import type { Effect, PreparedFault, Reading } from '../nemesis/fault.ts';
import type { Clients, ClientsSettings, startClients } from '../workloads/clients.ts';
import type { Random } from '../workloads/random.ts';

export interface Script {
  cluster: Cluster;
  history: CycleHistory;
  clients: Omit<ClientsSettings, 'history' | 'client' | 'signal'>;
  /** How clients are started; always `startClients`, but where the harness itself is tried. */
  startClients: typeof startClients;
  /** So many writes of the workload `create` have to be acked; what is counted afterwards may include others' rows. */
  acks_min: number;
  /** null: no fault. */
  injection: Injection | null;
  nodeLocal: ReadonlySet<string>;
  catchup_round_ms: number | null;
  quiesce_ms_max: number;
  /** false: a killed node shows nothing until it has its peers again; absent: it does. */
  serves_alone?: boolean;
  /** Whose sessions the version promises to keep; absent: none. */
  sessions?: CycleRules['sessions'];
  random: Random;
  signal: AbortSignal;
}

export interface Injection {
  fault: string;
  effect: Effect;
  /** Not before so many acks of `create`. */
  after_acks: number;
  hold_ms: number;
  /** It holds until so many operations were invoked inside it, or its clients have done all that they do. */
  ops_inside_min: number;
  /** A node is not killed before it has acked so many writes: what it forgets could not be seen. */
  acks_before_kill_min: number;
  prepare(clients: Pick<Clients, 'inFlight' | 'acked'>): PreparedFault;
}

/** What the script found of the fault, and what kept it from running as planned. */
export interface ScriptResult {
  /** What shows that the fault took effect and was healed; null: nothing does. */
  reading: Reading | null;
  /** Acked writes of `create` when the injection began; null: it never did. */
  injected_after_acks: number | null;
  ops_in_window: number;
  reasons: string[];
  /** A refusal in the subject's own words. */
  refusal: string | null;
}

export const nothingYet = (): ScriptResult => ({
  reading: null,
  injected_after_acks: null,
  ops_in_window: 0,
  reasons: [],
  refusal: null,
});
