// The campaigns before and after one: what a reader turns to next, and what it is compared with.

import type { Catalogue, Entry } from './catalogue.ts';

/** Earlier and later in the series, or among the campaigns that have none. */
export function neighboursOf(catalogue: Catalogue, entry: Entry): { previous: Entry | null; next: Entry | null } {
  const line = lineOf(catalogue).get(entry.series) ?? [];
  const at = positions.get(entry) ?? 0;
  return { previous: line[at + 1] ?? null, next: line[at - 1] ?? null };
}

/** Newest first, by series; made once for a catalogue, so that ten thousand pages stay linear. */
const lines = new WeakMap<Catalogue, Map<string | null, Entry[]>>();
const positions = new WeakMap<Entry, number>();

function lineOf(catalogue: Catalogue): Map<string | null, Entry[]> {
  const known = lines.get(catalogue);
  if (known) return known;
  const made = Map.groupBy(catalogue.entries, ({ series }) => series);
  for (const line of made.values()) {
    if (line[0]?.series != null) line.sort((a, b) => (b.ordinal ?? 0) - (a.ordinal ?? 0));
    for (const [at, entry] of line.entries()) positions.set(entry, at);
  }
  lines.set(catalogue, made);
  return made;
}
