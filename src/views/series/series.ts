// The page of a series: its campaigns by number, and the numbers that are missing.

import { catalogue } from '../../catalogue/catalogue.ts';
import { type Place, seriesByName, withGaps } from '../../catalogue/series.ts';
import { CONVERGENCE_BOUND_MIN } from '../../contract/names.ts';
import { type ListRow, listRow } from '../campaigns/list.ts';
import { compareHref } from '../compare/address.ts';
import { leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { safeName } from '../safe-name.ts';
import { withBase } from '../site.ts';
import { type SeriesTrend, wideTrend } from '../trend/trend.ts';
import { seriesPath } from './address.ts';
import { type WindowView, windowView } from './window.ts';

export type SeriesRow = { row: ListRow; number: string; comparison: string | null } | { gap: string };

export interface SeriesView {
  path: string;
  name: string;
  sentence: string;
  /** Every number of the series, and whether its measures drift. */
  window: WindowView;
  /** null where there are not two campaigns to compare. */
  course: SeriesTrend | null;
  threshold: number;
  /** Newest first. */
  rows: SeriesRow[];
  /** To the campaigns beyond those listed, the oldest of the series. */
  more: Link | undefined;
}

const ROWS_MAX = 300;

export const seriesPaths = () =>
  [...seriesByName(catalogue()).keys()].map((series) => ({ params: { series: safeName(series) }, props: { series } }));

export function seriesPage(name: string): SeriesView {
  const read = catalogue();
  const entries = seriesByName(read).get(name) ?? [];
  const places = withGaps(entries);
  const window = windowView(read, entries);
  const shown = places.slice(-ROWS_MAX);
  const rows = shown.map((place, index): SeriesRow => {
    if ('from' in place) return { gap: gapInWords(place) };
    const before = previous(shown, index);
    return {
      row: listRow(place.entry),
      number: `r${place.entry.ordinal}`,
      comparison: before && compareHref(read, { before, after: place.entry }),
    };
  });
  return {
    path: seriesPath(name),
    name,
    sentence: window.sentence,
    window,
    course: wideTrend(name, entries),
    threshold: CONVERGENCE_BOUND_MIN,
    rows: rows.reverse(),
    more: leftOut(
      entries.length - shown.filter((place) => 'entry' in place).length,
      `${withBase('campaigns/')}?series=${encodeURIComponent(name)}`,
      'earlier campaigns',
    ),
  };
}

/** The campaign before, across a gap. */
function previous(places: readonly Place[], index: number) {
  const earlier = places.slice(Math.max(0, index - 2), index).findLast((place) => 'entry' in place);
  return earlier && 'entry' in earlier ? earlier.entry : null;
}

const gapInWords = ({ from, to }: { from: number; to: number }): string =>
  from === to ? `r${from} is not here.` : `r${from} to r${to} are not here.`;
