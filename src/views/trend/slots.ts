// Where the campaigns of a series stand beside each other: by version, the oldest first, and within a version by their
// numbers. Numbers that the site does not hold are a gap between those around them.

import type { Entry } from '../../catalogue/catalogue.ts';
import { withGaps } from '../../catalogue/series.ts';
import { newestFirst } from '../../catalogue/version-order.ts';

export interface Gap {
  from: number;
  to: number;
}
export type Slot = { entry: Entry; ref: string } | { gaps: Gap[] };

/** The last of a series. @param entries lowest number first */
export function slotsOf(entries: readonly Entry[], slots_max: number): Slot[] {
  const missing = withGaps(entries).flatMap((place) => ('from' in place ? [place] : []));
  const ordered = byVersion(entries).slice(-slots_max);
  const slots = ordered.flatMap((slot, index): Slot[] => {
    const [before, after] = [ordered[index - 1]?.entry.ordinal ?? Number.POSITIVE_INFINITY, slot.entry.ordinal ?? 0];
    const gaps = missing.filter(({ from, to }) => before < from && to < after);
    return gaps.length === 0 ? [slot] : [{ gaps }, slot];
  });
  return slots.slice(-slots_max);
}

/** Of a campaign that names no ref. */
export const NO_REF = 'no ref';

function byVersion(entries: readonly Entry[]): { entry: Entry; ref: string }[] {
  const refs = [...Map.groupBy(entries, ({ head }) => head.ref ?? NO_REF)].map(([ref, members]) => ({
    ref,
    members,
    first_ms: members.reduce<number | null>((first, { head }) => earlier(first, head.completed), null),
  }));
  return newestFirst(refs)
    .reverse()
    .flatMap(({ ref, members }) => members.map((entry) => ({ entry, ref })));
}

const earlier = (a: number | null, b: number | null): number | null =>
  a === null || b === null ? (a ?? b) : Math.min(a, b);
