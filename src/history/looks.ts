// One look at one node: the rows that it returned, found by id and by key.

import type { LookName, Nanoseconds, NodeName, ReadOp, ReadRow } from './ops.ts';

export interface Look {
  /** Index of the operation in its cycle. */
  op: number;
  time_ns: Nanoseconds;
  node: NodeName;
  name: LookName;
  /** How often the node was started before; null: not recorded. */
  life: number | null;
  /** Bytes of peers that had reached the node by then; null: its wires were not cut for this look. */
  peer_bytes: number | null;
  /** null where the node could not be read. */
  rows: readonly ReadRow[] | null;
  byId: ReadonlyMap<string, ReadRow>;
  byKey: ReadonlyMap<string, readonly ReadRow[]>;
  /** Ids that the node gave when asked for them, and that no list of it had; null: not recorded. */
  unlisted: ReadonlySet<string> | null;
}

/** What is held of a write: by the id of its ack, else by the key that its title begins with. */
interface Sought {
  key: string;
  id: string | null;
  digest: string;
}

export function lookOf(op: ReadOp): Look {
  const { node, look = 'final', life = null, peer_bytes = null } = op.value;
  const rows = op.type === 'ok' ? op.value.rows : null;
  const unlisted = op.type === 'ok' && op.value.by_id ? new Set(op.value.by_id) : null;
  return {
    op: op.index,
    time_ns: op.time_ns,
    node,
    name: look,
    life,
    peer_bytes,
    rows,
    byId: new Map((rows ?? []).map((row) => [row[0], row])),
    byKey: Map.groupBy(rows ?? [], (row) => row[1]),
    unlisted,
  };
}

export const holds = (look: Look, write: Sought): boolean =>
  write.id === null ? look.byKey.has(write.key) : look.byId.has(write.id);

/** The node holds the write, and nothing of it that was not sent. */
export const holdsEqual = (look: Look, write: Sought): boolean => holds(look, write) && !holdsOther(look, write);

/** The node holds the write with other content than was sent. */
export function holdsOther(look: Look, write: Sought): boolean {
  const own = write.id === null ? undefined : look.byId.get(write.id);
  return [...(own ? [own] : []), ...(look.byKey.get(write.key) ?? [])].some((row) => row[2] !== write.digest);
}

/** A node's own data, and no peer's: it was not killed, or opened behind cut wires and no byte reached it. */
export const isItsOwn = (look: Look): boolean => look.peer_bytes === null || look.peer_bytes === 0;
