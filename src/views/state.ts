// Whether a campaign runs, was interrupted or is complete. A campaign whose runner is gone runs no longer, whatever
// its summary could still say of itself.

import { stillRuns } from '../evidence/runner-life.ts';
import type { Head } from './catalogue.ts';

/** As it is at this moment; null where the summary says nothing. */
export function stateOf({ state, runner }: Pick<Head, 'state' | 'runner'>): string | null {
  return state === 'running' && !stillRuns(runner) ? 'interrupted' : state;
}

/** Beside the time of completion, where there is more to say. */
export function stateNote(head: Head): string | null {
  const state = stateOf(head);
  return state === null || state === 'complete' ? null : `state: ${state}`;
}

export const stateBanners = (head: Head): string[] => BANNERS[stateOf(head) ?? ''] ?? [];

const BANNERS: Record<string, string[]> = {
  running: ['This campaign is running. The page fills up as its artifacts appear.'],
  interrupted: ['This campaign was interrupted. What it recorded until then is shown.'],
};
