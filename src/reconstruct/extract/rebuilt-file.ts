// One file as the logs give it back.

import type { Origin } from './evidence.ts';
import type { Value } from './values.ts';

export interface RebuiltFile {
  file: string;
  text: string;
  from: 'aggregate' | 'document' | 'progress';
  /** The bytes are those that the run wrote. */
  exact: boolean;
  values: Value[];
  /** Lines of the log that say otherwise. */
  contradictedBy: readonly Origin[];
}
