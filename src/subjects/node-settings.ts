// How to start one node.

import type { NodeName } from '../contract/names.ts';
import type { Place } from '../machine/place.ts';

export interface NodeSettings {
  name: NodeName;
  /** Exists. Empty at the first start; at a later one it holds what the node left, after a SIGKILL too. */
  data_dir: string;
  /** Where it runs: the address that it listens on, and what `run.spawn` is given to start it there. */
  place: Place;
  /** Of that address, free a moment ago; a start that fails while somebody else has it is tried again on another. */
  port: number;
  /** The addresses it pushes to and catches up from: the peers', or those of relays. None for a node alone. */
  peers: readonly string[];
  /** W: nodes that must hold a write before it is acked, the answering one included; 1: itself alone. */
  quorum_writes: number;
  quorum_timeout_ms: number;
  /** Added to the clock that the node reads; 0 in every class but clock skew, and where the clock cannot be moved. */
  clock_offset_ms: number;
  /** Seconds between catch-up rounds; 0 switches catch-up off, null leaves the subject its own default. */
  catchup_interval_secs: number | null;
  /** Whether a fault may hit its disk: a subject whose syncs can be set then syncs before it answers. Absent: not. */
  disk_may_fail?: boolean;
  /** Takes the node's output; appended to by every start on this data. Quoted when a start fails, and gone with the run. */
  log_file: string;
}
