// The pairs of campaigns that a reader compares first: neighbours in a series, and the campaigns that stand for two
// releases in a row. A build writes a page for the newest of them; any other pair is compared in the browser.

import type { Catalogue, Entry } from './catalogue.ts';
import { neighboursOf } from './neighbours.ts';
import { attemptsOf, type Release, releaseOf, subjectsOf } from './releases.ts';
import { seriesByName } from './series.ts';

export interface Pair {
  before: Entry;
  after: Entry;
}

/** So many pages cost a build a moment, however many campaigns there are. */
export const WRITTEN_PAIRS_MAX = 100;

/** The campaign that stands for a release: its newest attempt, or its newest campaign where there is none. */
export const speakerOf = (release: Release): Entry | undefined => attemptsOf(release)[0] ?? release.campaigns[0];

/** What a reader compares a campaign with: the one before it in its series, else the one that stands for the release before. */
export function comparedWith(catalogue: Catalogue, entry: Entry): Entry | null {
  if (entry.series !== null) {
    const { previous } = neighboursOf(catalogue, entry);
    if (previous && previous.local === entry.local) return previous;
  }
  const before = releaseOf(catalogue, entry)?.before;
  return (before && speakerOf(before)) ?? null;
}

/** By the ids of both, `before` first; made once for a catalogue. */
export function writtenPairs(catalogue: Catalogue): ReadonlyMap<string, Pair> {
  const known = made.get(catalogue);
  if (known) return known;
  const order = new Map(catalogue.entries.map((entry, index) => [entry, index]));
  const newestFirst = [...releasePairs(catalogue), ...seriesPairs(catalogue)].sort(
    (a, b) => (order.get(a.after) ?? 0) - (order.get(b.after) ?? 0),
  );
  const written = new Map<string, Pair>();
  for (const pair of newestFirst) {
    if (written.size === WRITTEN_PAIRS_MAX) break;
    written.set(pairKey(pair), pair);
  }
  made.set(catalogue, written);
  return written;
}

export const pairKey = ({ before, after }: Pair): string => `${before.id} ${after.id}`;

const made = new WeakMap<Catalogue, ReadonlyMap<string, Pair>>();

const releasePairs = (catalogue: Catalogue): Pair[] =>
  subjectsOf(catalogue).flatMap(({ releases }) =>
    releases.flatMap((release) => {
      const [before, after] = [release.before && speakerOf(release.before), speakerOf(release)];
      return before && after ? [{ before, after }] : [];
    }),
  );

const seriesPairs = (catalogue: Catalogue): Pair[] =>
  [...seriesByName(catalogue).values()].flatMap((entries) =>
    entries.flatMap((after, index) => {
      const before = entries[index - 1];
      return before ? [{ before, after }] : [];
    }),
  );
