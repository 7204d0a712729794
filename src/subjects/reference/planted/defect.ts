// What a planted defect is.

import type { AnomalyName } from '../../../contract/anomalies.ts';
import type { Behaviour } from '../behaviour.ts';

export interface Defect {
  /** What a node or a command with it does, in words. */
  does: string;
  /** The anomaly that it should raise; in phases 1 and 3 the check that should fail, without its node. */
  raises: AnomalyName | `phase${1 | 3}.${string}`;
  /** What takes the place of the right behaviour. */
  planted: Partial<Behaviour>;
}

/** By id. */
export type Defects = Record<string, Defect>;
