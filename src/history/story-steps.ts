// The steps of a story: each is one operation of a history, in words.

import type { NodeName } from './ops.ts';
import type { Outcome } from './outcome.ts';

/** How a node answered for the write, or how the write ended. `absent`: a key that clients share may not be there. */
export type StepState = 'sent' | Outcome | 'held' | 'other' | 'lacking' | 'absent' | 'unread' | 'differs';

export interface Step {
  /** Index of the operation in the history. */
  op: number;
  at_ms: number;
  what: 'sent' | 'answer' | 'lookup' | 'inside' | 'final' | 'recall' | 'differ';
  /** null: of several nodes, or of none. */
  node: NodeName | null;
  state: StepState;
  /** Digest of the content that the node gave; null where it gave none. */
  digest: string | null;
  words: string;
}

/** Before it has its place in the history. */
export type Placeless = Omit<Step, 'op' | 'at_ms'>;
