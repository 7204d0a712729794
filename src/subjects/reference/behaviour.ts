// What a node does at the places where a defect can be planted: the right behaviour, one function a place. A node
// calls these and never asks whether it has a defect; a planted one takes the place of the function (defects.ts).

import type { Clock } from './clock.ts';
import type { LogSync } from './log-sync.ts';
import type { Tool } from './mcp/tool.ts';
import type { Draft, Row } from './memory.ts';
import { changes, list, recall } from './queries.ts';
import { replicate } from './quorum.ts';
import { backup, restore } from './snapshot.ts';
import { type Change, Store } from './store.ts';

export interface Behaviour {
  /** Opens the node's store at its start. */
  open(file: string, clock: Clock): Store;
  /** Puts what was committed on the disk, before a request that may have written is answered. */
  sync(log: LogSync): Promise<void>;
  /** Writes a client's memory: the same title in the same namespace becomes a new version of it. */
  put(store: Store, draft: Draft, agent_id: string): Row;
  /** Pushes a committed row to the peers and says whether it may be acknowledged. */
  replicate(
    row: Row,
    settings: Parameters<typeof replicate>[1],
    written: { store: Store; kind: WriteKind },
  ): ReturnType<typeof replicate>;
  /** Takes in versions that other nodes wrote: pushed by a peer, or read from one while catching up. */
  takeIn(store: Store, rows: readonly Row[], way: Way): ReturnType<Store['apply']>;
  /** What a peer is given that catches up. */
  changes: typeof changes;
  /** The row that a client asks for by its id; null where there is none, or it is deleted. */
  get(store: Store, id: string): Row | null;
  list: typeof list;
  recall: typeof recall;
  /** What a client's update makes of a row; null where the node has none to change, which is its answer then. */
  revise(store: Store, id: string, change: Change): Row | null;
  /** The commands around a snapshot. */
  backup: typeof backup;
  restore: typeof restore;
  /** What a migration writes of the rows that it read, page after page. */
  carry(rows: readonly Row[], already: number): readonly Row[];
  /** What the MCP server offers. */
  tools(all: Tool[]): Tool[];
}

export type Way = 'push' | 'catch-up';

/** What a client may do to a row. */
export type WriteKind = 'create' | 'update' | 'delete' | 'promote' | 'link' | 'bulk' | 'consolidate';

export const RIGHT: Behaviour = {
  open: (file, clock) => new Store(file, clock),
  sync: (log) => log.synced(),
  put: (store, draft, agent_id) => store.put(draft, agent_id),
  replicate: (row, settings) => replicate(row, settings),
  takeIn: (store, rows) => store.apply(rows),
  changes,
  get: (store, id) => store.live(id),
  list,
  recall,
  revise: (store, id, change) => (store.live(id) ? store.update(id, change) : null),
  backup,
  restore,
  carry: (rows) => rows,
  tools: (all) => all,
};
