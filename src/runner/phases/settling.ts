// How long a cluster may take, after a fault, until every node holds what was acked.

import type { Capabilities } from '../../subjects/subject.ts';

const MS_PER_SECOND = 1_000;

/**
 * @param interval_secs between two rounds of catching up, as the nodes were started; null: their default
 * @param without_ms what is granted to a subject that does not catch up: a write may still be on its way
 */
export function settleMsMax({ catch_up }: Capabilities, interval_secs: number | null, without_ms: number): number {
  if (!catch_up.available) return without_ms;
  const interval = interval_secs ?? catch_up.interval_secs_default;
  return catch_up.settle_ms_max + interval * MS_PER_SECOND;
}
