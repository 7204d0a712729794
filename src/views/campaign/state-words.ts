// Whether a campaign runs or was interrupted, in the words of its page.

import type { Head } from '../../catalogue/head.ts';
import { stateOf } from '../../catalogue/state.ts';

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
