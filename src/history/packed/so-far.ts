// What the operations of a cycle before this one say of it: packing and unpacking both keep it, and so both expect the
// same of the next operation.

import { isKeyKind } from '../keys.ts';
import type { HistoryOp, Nanoseconds, NodeName, ReadRow } from '../ops.ts';

/** An operation without its place. */
export interface Bare {
  process: number | string;
  f: string;
  type: string;
  value: Record<string, unknown>;
  error?: string;
}

/** A client and the node that it asked: its operations are numbered, and their names begin with its own. */
export type Client = readonly [process: number, node: NodeName, stem: string];

export interface Sent {
  f: string;
  key: string;
  /** Of an operation on a shared key. */
  value: string | null;
  digest: string | null;
  word: string | null;
  client: Client | null;
  /** Of its ack. */
  id: string | null;
  acked_ns: Nanoseconds | null;
}

/** Numbers of rows, each as often as a node returned it. */
export type Held = Map<number, number>;

export interface SoFar {
  /** Operations that the process invoked. */
  invoked(process: number): number;
  /** What the process waits for; undefined: nothing. */
  open(process: number): Sent | undefined;
  /** Writes of rows of their own, as they were sent; and as they were acked. */
  writes: readonly Sent[];
  acked: readonly Sent[];
  /** Those that have a word. */
  worded: readonly Sent[];
  write(key: string): Sent | undefined;
  /** The write that the row is exactly what it sent. */
  writeOf(row: ReadRow): number | undefined;
  /** The key for which an ack gave the id. */
  keyOf(id: string): string | undefined;
  /** Rows that looks returned, by their number. */
  rows: readonly ReadRow[];
  rowNumber(row: ReadRow): number | undefined;
  held(node: NodeName): Held;
  /** @param client by which the operation was named; null: it follows from nothing */
  see(op: HistoryOp, client: Client | null): void;
}

export function cycleSoFar(): SoFar {
  const invoked = new Map<number, number>();
  const open = new Map<number, Sent>();
  const writes: Sent[] = [];
  const acked: Sent[] = [];
  const worded: Sent[] = [];
  const byKey = new Map<string, Sent>();
  const numberOfId = new Map<string, number>();
  const keyOfId = new Map<string, string>();
  const rows: ReadRow[] = [];
  const numbers = new Map<string, number>();
  const held = new Map<NodeName, Held>();

  function begin(process: number, f: string, value: Record<string, unknown>, client: Client | null): void {
    const text = (name: string): string | null => (typeof value[name] === 'string' ? value[name] : null);
    const own = { f, key: text('key') ?? '', value: text('value'), digest: text('digest'), word: text('word') };
    const sent: Sent = { ...own, client, id: null, acked_ns: null };
    invoked.set(process, (invoked.get(process) ?? 0) + 1);
    open.set(process, sent);
    if (f !== 'write') return;
    writes.push(sent);
    byKey.set(sent.key, sent);
    if (sent.word !== null) worded.push(sent);
  }

  function end(process: number, type: string, value: Record<string, unknown>, time_ns: Nanoseconds): void {
    const sent = open.get(process);
    open.delete(process);
    if (!sent || type !== 'ok') return;
    if (typeof value.id === 'string') {
      sent.id = value.id;
      keyOfId.set(value.id, sent.key);
    }
    if (sent.f !== 'write') return;
    sent.acked_ns = time_ns;
    acked.push(sent);
    if (sent.id !== null && byKey.get(sent.key) === sent) numberOfId.set(sent.id, writes.indexOf(sent));
  }

  function look(node: NodeName, returned: readonly ReadRow[]): void {
    const now: Held = new Map();
    for (const row of returned) {
      const text = JSON.stringify(row);
      const number = numbers.get(text) ?? rows.push(row) - 1;
      numbers.set(text, number);
      now.set(number, (now.get(number) ?? 0) + 1);
    }
    held.set(node, now);
  }

  return {
    invoked: (process) => invoked.get(process) ?? 0,
    open: (process) => open.get(process),
    writes,
    acked,
    worded,
    write: (key) => byKey.get(key),
    writeOf([id, key, digest]) {
      const number = numberOfId.get(id);
      const write = number === undefined ? undefined : writes[number];
      return write?.key === key && write.digest === digest ? number : undefined;
    },
    keyOf: (id) => keyOfId.get(id),
    rows,
    rowNumber: (row) => numbers.get(JSON.stringify(row)),
    held: (node) => held.get(node) ?? new Map(),
    see(op, client) {
      if (op.f === 'read' && op.type === 'ok') look(op.value.node, op.value.rows);
      if ((op.f !== 'write' && !isKeyKind(op.f)) || typeof op.process !== 'number') return;
      const value = op.value as unknown as Record<string, unknown>;
      if (op.type === 'invoke') begin(op.process, op.f, value, client);
      else end(op.process, op.type, value, op.time_ns);
    },
  };
}
