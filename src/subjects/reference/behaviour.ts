// What a node does at the places where a defect can be planted: the right behaviour, one function a place. A node
// calls these and never asks whether it has a defect; a planted one takes the place of the function (defects.ts).

import type { Clock } from './clock.ts';
import type { Row } from './memory.ts';
import { list, recall } from './queries.ts';
import { replicate } from './quorum.ts';
import { Store } from './store.ts';

export interface Behaviour {
  /** Opens the node's store at its start. */
  open(file: string, clock: Clock): Store;
  /** Pushes a committed row to the peers and says whether it may be acknowledged. */
  replicate: typeof replicate;
  /** Takes in versions that other nodes wrote: pushed by a peer, or read from one while catching up. */
  takeIn(store: Store, rows: readonly Row[], way: Way): ReturnType<Store['apply']>;
  list: typeof list;
  recall: typeof recall;
}

export type Way = 'push' | 'catch-up';

export const RIGHT: Behaviour = {
  open: (file, clock) => new Store(file, clock),
  replicate,
  takeIn: (store, rows) => store.apply(rows),
  list,
  recall,
};
