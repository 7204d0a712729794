// Whether a campaign runs, was interrupted or is complete. A campaign whose runner is gone runs no longer, whatever
// its summary could still say of itself.

import { stillRuns } from '../evidence/runner-life.ts';
import type { Head } from './head.ts';

/** As it is at this moment; null where the summary says nothing. */
export function stateOf({ state, runner }: Pick<Head, 'state' | 'runner'>): string | null {
  return state === 'running' && !stillRuns(runner) ? 'interrupted' : state;
}
