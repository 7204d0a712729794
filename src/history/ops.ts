// One campaign's operations in Jepsen's terms. An operation is invoked once and ends at most once: ok (done),
// fail (certainly refused), info (nobody knows). What never ended counts as info. Reads of a node's rows are
// operations too, so that a stored history can be judged again without a cluster.

import type { NodeName } from '../contract/names.ts';

export type { NodeName };

/** Nanoseconds of a monotonic clock since the history began. */
export type Nanoseconds = number;

export const NANOSECONDS_PER_MS = 1e6;

/** One write as its client meant it. `key` is unique in the campaign; the title begins with it. */
export interface WriteIntent {
  key: string;
  digest: string;
  /** The node that was asked. */
  node?: NodeName;
}

/** A row as a node holds it: its id, the key its title begins with, and the digest of its content. */
export type ReadRow = readonly [id: string, key: string, digest: string];

interface OpBase {
  index: number;
  time_ns: Nanoseconds;
  /** Which cycle of the class the operation belongs to; 1 where there is only one. */
  cycle: number;
}

export type WriteOp =
  | (OpBase & { process: number; f: 'write'; type: 'invoke'; value: WriteIntent })
  | (OpBase & { process: number; f: 'write'; type: 'ok'; value: { key: string; id: string } })
  | (OpBase & { process: number; f: 'write'; type: 'fail' | 'info'; value: { key: string }; error: string });

/** Every row that a node returned after the fault; `info` where it could not be read. */
export type ReadOp =
  | (OpBase & { process: number; f: 'read'; type: 'ok'; value: { node: NodeName; rows: readonly ReadRow[] } })
  | (OpBase & { process: number; f: 'read'; type: 'info'; value: { node: NodeName }; error: string });

/** When every acked row was on a node with equal content; `info` where the limit passed first. */
export interface ConvergedOp extends OpBase {
  process: number;
  f: 'converge';
  type: 'ok' | 'info';
  value: { node: NodeName };
}

export type NemesisOp = OpBase & {
  process: 'nemesis';
  f: 'inject' | 'heal';
  type: 'invoke' | 'info';
  value: Record<string, unknown>;
};

export type HistoryOp = WriteOp | ReadOp | ConvergedOp | NemesisOp;

/** An operation before the recorder gives it its place and time. */
export type Unplaced<T extends HistoryOp = HistoryOp> = T extends HistoryOp
  ? Omit<T, 'index' | 'time_ns' | 'cycle'>
  : never;

/** Where operations are recorded as they happen; one cycle's, in the order in which they reached this process. */
export interface CycleHistory {
  readonly ops: readonly HistoryOp[];
  append(op: Unplaced): HistoryOp;
  now(): Nanoseconds;
}
