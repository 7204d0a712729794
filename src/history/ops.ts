// One campaign's operations in Jepsen's terms. An operation is invoked once and ends at most once: ok (done),
// fail (certainly refused, or never sent), info (nobody knows). What never ended counts as info. Looks at the
// nodes and the stages of a cycle are operations too, so that a stored history can be judged again without a cluster.

import type { CycleRules, KeyKind, LookName, StageName } from '../contract/history.ts';
import type { NodeName } from '../contract/names.ts';

export type { CycleRules, KeyKind, LookName, NodeName, StageName };

/** Nanoseconds of a monotonic clock since the history began. */
export type Nanoseconds = number;

export const NANOSECONDS_PER_MS = 1e6;

/** What a recorder writes times to. It is far below what any answer takes, and a third less to store than microseconds. */
export const TICK_NS = 10_000;

/** In milliseconds, to a tenth. */
export const inMs = (ns: Nanoseconds): number => Math.round(ns / (NANOSECONDS_PER_MS / 10)) / 10;

/** One write as its client meant it. `key` is unique in the campaign; the title begins with it. */
export interface WriteIntent {
  key: string;
  digest: string;
  /** The node that was asked. */
  node?: NodeName;
  /** A word that no other row has: it is recalled at the end. */
  word?: string;
  /** Names the one request that stored this row among others. */
  batch?: string;
}

/** What a node said with a refusal: recorded once for each kind of it. */
export interface AnswerWords {
  status: number;
  body: string;
}

/**
 * A row as a node holds it: its id, the key that its title begins with, the digest of the fields that a client sent,
 * and the digest of every field but those that differ between nodes by design.
 */
export type ReadRow =
  | readonly [id: string, key: string, digest: string]
  | readonly [id: string, key: string, digest: string, whole: string];

interface OpBase {
  /** Its place in its cycle, from 0. */
  index: number;
  time_ns: Nanoseconds;
  /** Which cycle of the class the operation belongs to; 1 where there is only one. */
  cycle: number;
}

export type WriteOp =
  | (OpBase & { process: number; f: 'write'; type: 'invoke'; value: WriteIntent })
  | (OpBase & { process: number; f: 'write'; type: 'ok'; value: { key: string; id?: string } })
  | (OpBase & {
      process: number;
      f: 'write';
      type: 'fail' | 'info';
      value: { key: string; answer?: AnswerWords };
      error: string;
    });

/** One operation on a key that clients share, as its client meant it. */
export interface KeyIntent {
  key: string;
  /** Names the operation: no other of the cycle carries it. What is written has it in its content. */
  value: string;
  node: NodeName;
  /** By which the row is asked for; a create goes by its title. */
  id?: string;
  /** Of a create or an update: of the row as it is then, and as it is where it was promoted as well. */
  digest?: string;
  promoted?: string;
  /** A word that no other version has. */
  word?: string;
  /** Names the one request that did this among other things. */
  batch?: string;
}

/** `create` of a title that is there writes a new version of it. A `get` says what the node holds. */
export type KeyOp =
  | (OpBase & { process: number; f: KeyKind; type: 'invoke'; value: KeyIntent })
  | (OpBase & {
      process: number;
      f: KeyKind;
      type: 'ok';
      value: { key: string; value: string; id?: string; digest?: string | null };
    })
  | (OpBase & {
      process: number;
      f: KeyKind;
      type: 'fail' | 'info';
      value: { key: string; value: string; answer?: AnswerWords };
      error: string;
    });

export interface LookAt {
  node: NodeName;
  look?: LookName;
  life?: number;
  peer_bytes?: number;
}

/** Every row that a node returned at a look; `info` where it could not be read. */
export type ReadOp =
  | (OpBase & {
      process: number;
      f: 'read';
      type: 'ok';
      value: LookAt & {
        rows: readonly ReadRow[];
        /** Ids of rows that the node gave when asked for them, and that no list of it had. */
        by_id?: readonly string[];
      };
    })
  | (OpBase & { process: number; f: 'read'; type: 'info'; value: LookAt; error: string });

/** When every acked row was on a node with equal content; `info` where it was not by the end of quiesce. */
export interface ConvergedOp extends OpBase {
  process: number;
  f: 'converge';
  type: 'ok' | 'info';
  value: { node: NodeName };
}

/** An acked id, looked up on a peer at once after its ack. */
export interface LookupOp extends OpBase {
  process: number;
  f: 'lookup';
  type: 'ok' | 'info';
  value: { key: string; node: NodeName; after_ms: number; digest?: string | null; life?: number };
}

/** A word of a row, or of a version, asked for on a node: behind the last look, or by a client, which names it. */
export interface RecallOp extends OpBase {
  process: number;
  f: 'recall';
  type: 'invoke' | 'ok' | 'info';
  value: { key: string; node: NodeName; word: string; value?: string; found?: boolean; held?: boolean };
  /** Of a client's that has no answer; absent in older histories. */
  error?: string;
}

/** The complete list of a namespace, as a client made it while others wrote. */
export interface ListOp extends OpBase {
  process: number;
  f: 'list';
  type: 'invoke' | 'ok' | 'info';
  value: { node: NodeName; value: string; looked_for?: number; unlisted?: readonly string[] };
  /** As of a recall. */
  error?: string;
}

export type CycleOp =
  | (OpBase & { process: 'cycle'; f: 'begin'; type: 'info'; value: CycleRules })
  | (OpBase & {
      process: 'cycle';
      f: 'stage';
      type: 'invoke' | 'ok' | 'info';
      value: { stage: StageName; limit_ms?: number; found?: string; load_per_cpu?: number };
    })
  | (OpBase & {
      process: 'cycle';
      f: 'differ';
      type: 'info';
      value: { key: string; id: string; fields: Record<string, Record<string, string>> };
    });

/**
 * What the nemesis does. `inject` is invoked in the turn of an ack, and its `info` says that the fault surely holds:
 * from then on, until `heal` is invoked, operations are inside the fault. The `info` of `heal` has the reading.
 */
export type NemesisOp = OpBase & {
  process: 'nemesis';
  f: 'inject' | 'heal';
  type: 'invoke' | 'info';
  value: Record<string, unknown>;
};

export type HistoryOp = WriteOp | KeyOp | ReadOp | ConvergedOp | LookupOp | RecallOp | ListOp | CycleOp | NemesisOp;

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
