// What one node is made of, as its interfaces take it.

import type { Behaviour } from './behaviour.ts';
import type { QuorumSettings } from './quorum.ts';
import type { Store } from './store.ts';

export interface Node {
  store: Store;
  quorum: QuorumSettings;
  /** Who this process is: a caller that started it knows the word, nobody else's process does. */
  instance: string;
  behaviour: Behaviour;
  /** Resolves once what the store committed until now is on the disk. */
  synced(): Promise<void>;
  /** What was planted in it, and changed its behaviour; null: nothing. */
  defect: string | null;
}
