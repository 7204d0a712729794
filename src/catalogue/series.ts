// The campaigns of a series by their numbers, with the numbers that are missing between them.

import type { Catalogue, Entry } from './catalogue.ts';

/** What stands at a number, or at a run of numbers of which this site holds no campaign. */
export type Place = { entry: Entry } | { from: number; to: number };

/** Lowest number first; made once for a catalogue. */
export function seriesByName(catalogue: Catalogue): ReadonlyMap<string, Entry[]> {
  const known = made.get(catalogue);
  if (known) return known;
  const members = catalogue.entries.filter(({ series, local }) => series !== null && !local);
  const bySeries = Map.groupBy(members, ({ series }) => series ?? '');
  for (const entries of bySeries.values()) entries.sort((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0));
  made.set(catalogue, bySeries);
  return bySeries;
}

const made = new WeakMap<Catalogue, Map<string, Entry[]>>();

/** With its gaps, each as one place however many numbers it spans; a series is taken to begin at 1. */
export function withGaps(entries: readonly Entry[]): Place[] {
  let next = 1;
  return entries.flatMap((entry) => {
    const ordinal = entry.ordinal ?? next;
    const gap = ordinal > next ? [{ from: next, to: ordinal - 1 }] : [];
    next = Math.max(next, ordinal + 1);
    return [...gap, { entry }];
  });
}
