// How an operation ended, as the model says it: acked, definitely refused, unknown, or never sent at all. Refused is also
// what no node took, since nothing listened where it was sent: that it was not stored is as certain.

import { isUnsent } from './errors.ts';

export type Outcome = 'acked' | 'refused' | 'unknown' | 'unsent';

const OUTCOMES = { ok: 'acked', fail: 'refused', info: 'unknown' } as const;

/** @param error as the history names it; null: none */
export const outcomeOf = (type: keyof typeof OUTCOMES, error: string | null): Outcome =>
  isUnsent(error) ? 'unsent' : OUTCOMES[type];
