// What clients did to the keys that they share, key by key. Each operation has a value that no other carries, so that a
// row, or the answer of a read, names the one operation whose version it is. Checkers of last words, of sessions and of
// registers all take this.

import { KEY_KINDS } from '../contract/history.ts';
import type { AnswerWords, HistoryOp, KeyKind, KeyOp, Nanoseconds, NodeName } from './ops.ts';
import { type Outcome, outcomeOf } from './outcome.ts';

/**
 * One operation on a shared key. What it does to the key, as one register: `create` and `update` put their own value
 * there, `delete` leaves nothing, `get` says what is there; `promote` changes no value, and raises a mark that versions
 * after it keep.
 */
export interface OnKey {
  kind: KeyKind;
  key: string;
  /** Names the operation. */
  value: string;
  client: number;
  node: NodeName;
  invoked_ns: Nanoseconds;
  /** Infinity where it never ended. */
  ended_ns: Nanoseconds;
  /** `refused` with the error `quorum_not_met` may have taken effect all the same: see `mayHold`. */
  outcome: Outcome;
  error: string | null;
  answer: AnswerWords | null;
  /** A word that no other version has; null: it has none. */
  word: string | null;
  /** It was done among other things, by one request. */
  isOfMany: boolean;
  /** Of a get that was answered; null for all other operations. */
  seen: Seen | null;
  /** Indexes of its operations in the history. */
  ops: number[];
}

/** What a node holds for a key. */
export type Seen =
  /** No such row. */
  | { is: 'nothing' }
  /** The version that this create or update wrote; whether the row was promoted as well. */
  | { is: 'version'; of: OnKey; promoted: boolean }
  /** A row that no operation wrote so. */
  | { is: 'other'; digest: string };

export interface KeyHistory {
  key: string;
  /** In the order in which they were invoked. */
  ops: readonly OnKey[];
  /** Every id that an ack gave for the key. */
  ids: ReadonlySet<string>;
  /** @param digest of the row that a node gave; null: it has none */
  seen(digest: string | null): Seen;
}

/** It changed the key, or may have: acked, of unknown outcome, or refused for want of a quorum, when the row stays. */
export const mayHold = ({ outcome, error }: Pick<OnKey, 'outcome' | 'error'>): boolean =>
  outcome === 'acked' || outcome === 'unknown' || error === 'quorum_not_met';

/** It changes what the key holds: a promotion and a get do not. */
export const isWriting = ({ kind }: Pick<OnKey, 'kind'>): boolean =>
  kind === 'create' || kind === 'update' || kind === 'delete';

const KINDS: ReadonlySet<string> = new Set(KEY_KINDS);

/** Whether operations of this name are about keys that clients share. */
export const isKeyKind = (f: string): boolean => KINDS.has(f);

const isOnKey = (op: HistoryOp): op is KeyOp => isKeyKind(op.f);

interface Open extends Pick<KeyHistory, 'key'> {
  ops: OnKey[];
  ids: Set<string>;
  versions: Map<string, { of: OnKey; promoted: boolean }>;
}

/** @throws Error for the end of an operation that was never invoked */
export function keysOf(history: readonly HistoryOp[]): Map<string, KeyHistory> {
  const keys = new Map<string, Open>();
  const underway = new Map<string, OnKey>();
  const found: { op: OnKey; digest: string | null }[] = [];
  for (const op of history) {
    if (!isOnKey(op)) continue;
    const { key, value } = op.value;
    if (op.type === 'invoke') {
      const own: Open = keys.get(key) ?? { key, ops: [], ids: new Set(), versions: new Map() };
      keys.set(key, own);
      const { node, digest, promoted, word = null, batch } = op.value;
      const asked = { kind: op.f, key, value, client: op.process, node, invoked_ns: op.time_ns, ops: [op.index] };
      const open: OnKey = { ...asked, word, isOfMany: batch !== undefined, ...UNENDED };
      own.ops.push(open);
      underway.set(value, open);
      if (digest !== undefined) own.versions.set(digest, { of: open, promoted: false });
      // a row that was as high as can be when it was sent looks the same promoted
      if (promoted !== undefined && promoted !== digest) own.versions.set(promoted, { of: open, promoted: true });
      continue;
    }
    const open = underway.get(value);
    if (!open) throw new Error(`operation ${op.index} ends the ${op.f} ${value}, which was never invoked`);
    open.ended_ns = op.time_ns;
    open.ops.push(op.index);
    if (op.type === 'ok') {
      if (op.value.id !== undefined) keys.get(key)?.ids.add(op.value.id);
      if (op.f === 'get') found.push({ op: open, digest: op.value.digest ?? null });
    } else {
      open.error = op.error;
      open.answer = op.value.answer ?? null;
    }
    open.outcome = outcomeOf(op.type, open.error);
  }
  const made = new Map([...keys].map(([key, open]) => [key, historyOf(open)]));
  for (const { op, digest } of found) op.seen = made.get(op.key)?.seen(digest) ?? null;
  return made;
}

const UNENDED = {
  ended_ns: Number.POSITIVE_INFINITY,
  outcome: 'unknown',
  error: null,
  answer: null,
  seen: null,
} as const;

const historyOf = ({ key, ops, ids, versions }: Open): KeyHistory => ({
  key,
  ops,
  ids,
  seen(digest) {
    if (digest === null) return { is: 'nothing' };
    const version = versions.get(digest);
    return version ? { is: 'version', ...version } : { is: 'other', digest };
  },
});
