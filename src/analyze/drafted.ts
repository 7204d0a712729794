// What a draft is written from.

import type { Entry } from '../catalogue/catalogue.ts';
import type { Changes } from '../catalogue/compare.ts';
import type { DefectState } from '../catalogue/findings-in.ts';
import type { Outcome } from '../contract/verdict.ts';
import type { Bind } from './words.ts';

export interface Drafted {
  entry: Entry;
  outcome: Outcome;
  control: boolean;
  bind: Bind;
  /** Fault classes of which the evidence has anything. */
  faults: readonly string[];
  /** What is found, promised or not. */
  found: readonly DefectState[];
  since: { before: string; changes: Changes } | null;
}
