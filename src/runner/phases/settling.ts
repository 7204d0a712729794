// How long a cluster may take, after a fault, until every node holds what was acked, and how long a round of catch-up is.

import type { Capabilities } from '../../subjects/subject.ts';

const MS_PER_SECOND = 1_000;

/**
 * @param interval_secs between two rounds of catching up, as the nodes were started; null: their default
 * @param without_ms what is granted to a subject that does not catch up: a write may still be on its way
 */
function settleMsMax(capabilities: Capabilities, interval_secs: number | null, without_ms: number): number {
  const { catch_up } = capabilities;
  if (!catch_up.available) return without_ms;
  return catch_up.quiesce_ms_max + (catchupRoundMs(capabilities, interval_secs) ?? 0);
}

/** null where the subject does not catch up. */
function catchupRoundMs({ catch_up }: Capabilities, interval_secs: number | null): number | null {
  if (!catch_up.available) return null;
  return Math.max(interval_secs ?? catch_up.interval_secs_default, catch_up.interval_secs_min) * MS_PER_SECOND;
}

/** What a script has to know of a subject in order to look at its nodes and to let them settle. */
export interface Settling {
  nodeLocal: ReadonlySet<string>;
  catchup_round_ms: number | null;
  quiesce_ms_max: number;
}

/** Parameters as of `settleMsMax`. */
export const settlingOf = (capabilities: Capabilities, interval_secs: number | null, without_ms: number): Settling => ({
  nodeLocal: new Set(Object.keys(capabilities.node_local)),
  catchup_round_ms: catchupRoundMs(capabilities, interval_secs),
  quiesce_ms_max: settleMsMax(capabilities, interval_secs, without_ms),
});
