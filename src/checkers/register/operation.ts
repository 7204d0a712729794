// What the register and session checkers are given: the operations of one key, whatever workload made them.

import type { Nanoseconds } from '../../history/ops.ts';

/** What a key holds: the one value that a write gave it, or null where it is absent. */
export type Value = string | null;

/** One operation at one key. */
export interface RegisterOp {
  /** Index in the history: the last of its operations, so that evidence can be looked up. */
  op: number;
  client: number;
  /** The node that was asked. */
  node: string;
  kind: 'read' | 'write' | 'delete';
  /** Written or read; of a delete always null. */
  value: Value;
  invoke: Nanoseconds;
  /** null: its outcome is unknown. A write may then take effect at any later time, or never. */
  answer: Nanoseconds | null;
  /** Acked, or read. With an answer, false means certainly refused: it took no effect. */
  ok: boolean;
  /** A read behind the barrier at the end, once the nodes had their time to settle. */
  final?: boolean;
}

/** The key is absent until something is written. */
export interface RegisterHistory {
  key: string;
  /** In any order. */
  ops: readonly RegisterOp[];
}

/** Answered with success. */
export const isAcked = ({ ok, answer }: RegisterOp): boolean => ok && answer !== null;

/** A write or delete that took effect, or may have. */
export const mayHold = (op: RegisterOp): boolean => op.kind !== 'read' && (op.answer === null || op.ok);

/** A read that was answered; any other says nothing. */
export const isRead = (op: RegisterOp): boolean => op.kind === 'read' && isAcked(op);

/** Says or does something. */
export const isEffective = (op: RegisterOp): boolean => isRead(op) || mayHold(op);
