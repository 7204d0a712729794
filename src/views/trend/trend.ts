// How the convergence bound of each fault class went from version to version: a picture for every series, and all
// campaigns that measured one as a table.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { dayOf } from '../../catalogue/completion.ts';
import { seriesByName } from '../../catalogue/series.ts';
import { isControl } from '../../contract/controls.ts';
import { CONVERGENCE_BOUND_MIN, isFaultClass } from '../../contract/names.ts';
import { leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { boundInWords } from '../rounding.ts';
import { seriesHref } from '../series/address.ts';
import { campaignPath, withBase } from '../site.ts';
import { counted, type Mark, markOf } from '../words.ts';
import { type Panel, panelOf, type Stop, stopsIn } from './panel.ts';
import { type Gap, NO_REF, type Slot, slotsOf } from './slots.ts';

const ROWS_MAX = 60;
const CLASSES_MAX = 8;
const PANELS_MAX = 6;
const MONTHS_MAX = 36;
const VERSION_CHARS_MAX = 24;
/** Fits a phone, and three of them a desk. */
const PANEL_WIDTH = 328;
const WIDE_WIDTH = 1016;
/** Campaigns whose picture fits a phone with their values. */
const ON_A_PHONE_MAX = 8;

export interface SeriesTrend {
  series: string;
  href: string;
  /** `5 campaigns, v0.6.0 to v0.6.4`. */
  text: string;
  isControl: boolean;
  panel: Panel;
}

export interface Trend {
  /** The series with the newest campaign first, controls last. */
  panels: SeriesTrend[];
  /** To the series that have campaigns enough for a picture and got none here. */
  more: Link | undefined;
  moreRows: Link | undefined;
  moreClasses: Link | undefined;
  moreMonths: Link | undefined;
  classes: string[];
  threshold: number;
  rows: {
    id: string;
    href: string;
    ref: string;
    time: string;
    mark: Mark;
    /** In the order of the classes; null where the campaign did not measure it. */
    bounds: (string | null)[];
  }[];
  /** Outcomes by month of completion, oldest first. */
  months: { month: string; pass: number; fail: number; incomplete: number }[];
  /** Campaigns that are not in the table, for the sentence below it. */
  unmeasured: number;
}

/** Of the table the last sixty rows, oldest first; campaigns without a measured class count but hold no row. */
export function trend(catalogue: Catalogue): Trend {
  const published = catalogue.entries.filter(({ local }) => !local);
  const measured = published.filter((entry) => boundsOf(entry).size > 0);
  const shown = measured.slice(0, ROWS_MAX).toReversed();
  const measuredClasses = classesOf(shown);
  const classes = measuredClasses.slice(0, CLASSES_MAX);
  const months = monthsOf(published);
  const all = withBase('campaigns/');
  const pictured = picturedSeries(catalogue);
  return {
    panels: pictured.slice(0, PANELS_MAX).map(([series, entries]) => seriesTrend(series, entries, PANEL_WIDTH)),
    more: leftOut(pictured.length - PANELS_MAX, all, 'series, each with its picture on a page of its own'),
    moreRows: leftOut(measured.length - shown.length, all, 'earlier campaigns'),
    moreClasses: leftOut(
      measuredClasses.length - classes.length,
      all,
      'fault classes, each on the page of its campaign',
    ),
    moreMonths: leftOut(months.length - MONTHS_MAX, all, 'earlier months'),
    classes,
    threshold: CONVERGENCE_BOUND_MIN,
    unmeasured: published.length - measured.length,
    months: months.slice(-MONTHS_MAX),
    rows: shown.map((entry) => ({
      id: entry.id,
      href: withBase(campaignPath(entry.id)),
      ref: entry.head.ref === null ? 'not recorded' : nameInWords(entry.head.ref),
      time: dayOf(entry.head) ?? 'no date',
      mark: markOf(entry.verdict.outcome),
      bounds: boundsIn(entry, classes),
    })),
  };
}

/** The picture of one series, as wide as a page where it needs that; null where fewer than two of its campaigns measured a class. */
export function wideTrend(series: string, entries: readonly Entry[]): SeriesTrend | null {
  if (!isPictured(entries)) return null;
  return seriesTrend(series, entries, entries.length > ON_A_PHONE_MAX ? WIDE_WIDTH : PANEL_WIDTH);
}

/** One campaign is no trend: the table says all of it. */
const isPictured = (entries: readonly Entry[]): boolean =>
  entries.filter((entry) => boundsOf(entry).size > 0).length > 1;

function picturedSeries(catalogue: Catalogue): [string, Entry[]][] {
  const pictured = [...seriesByName(catalogue)].filter(([, entries]) => isPictured(entries));
  return [
    ...pictured.filter(([, entries]) => !ofControl(entries)),
    ...pictured.filter(([, entries]) => ofControl(entries)),
  ];
}

const ofControl = (entries: readonly Entry[]): boolean => isControl(entries[0]?.head.subject ?? '');

function seriesTrend(series: string, entries: readonly Entry[], width: number): SeriesTrend {
  const slots = slotsOf(entries, stopsIn(width));
  const shown = slots.flatMap((slot) => ('entry' in slot ? [slot] : []));
  const refs = [...new Set(shown.map(({ ref }) => shortened(ref)))];
  const classes = classesOf(shown.map(({ entry }) => entry));
  const notDrawn = [
    [entries.length - shown.length, 'earlier'],
    [classes.length - CLASSES_MAX, 'more classes'],
  ] as const;
  return {
    series,
    href: seriesHref(series),
    text: `${counted(shown.length, 'campaign')}, ${refs.length > 1 ? `${refs[0]} to ${refs.at(-1)}` : (refs[0] ?? NO_REF)}${notDrawn.flatMap(([count, what]) => (count > 0 ? `; ${count} ${what} not drawn` : [])).join('')}`,
    isControl: ofControl(entries),
    panel: panelOf(slots.map(stopOf), classes.slice(0, CLASSES_MAX), width),
  };
}

function stopOf(slot: Slot): Stop {
  if ('gaps' in slot) return { gap: `not here: ${slot.gaps.map(rangeInWords).join(', ')}` };
  const { entry, ref } = slot;
  return {
    id: entry.id,
    number: `r${entry.ordinal}`,
    version: shortened(ref),
    href: withBase(campaignPath(entry.id)),
    mark: markOf(entry.verdict.outcome),
    bounds: boundsOf(entry),
  };
}

const rangeInWords = ({ from, to }: Gap): string => (from === to ? `r${from}` : `r${from} to r${to}`);

const shortened = (ref: string): string =>
  ref.length > VERSION_CHARS_MAX ? `${ref.slice(0, VERSION_CHARS_MAX - 1)}…` : ref;

const classesOf = (entries: readonly Entry[]): string[] => [
  ...new Set(entries.flatMap((entry) => [...boundsOf(entry).keys()])),
];

function boundsIn(entry: Entry, classes: readonly string[]): (string | null)[] {
  const bounds = boundsOf(entry);
  return classes.map((name) => {
    const bound = bounds.get(name);
    return bound === undefined ? null : boundInWords(bound);
  });
}

function monthsOf(entries: readonly Entry[]): Trend['months'] {
  const dated = entries.filter(({ head }) => head.completed !== null);
  const byMonth = Map.groupBy(dated, ({ head }) => new Date(head.completed ?? 0).toISOString().slice(0, 7));
  return [...byMonth]
    .map(([month, members]) => {
      const count = (outcome: string) => members.filter(({ verdict }) => verdict.outcome === outcome).length;
      return { month, pass: count('PASS'), fail: count('FAIL'), incomplete: count('INCOMPLETE') };
    })
    .sort((a, b) => (a.month < b.month ? -1 : 1));
}

const known = new WeakMap<Entry, ReadonlyMap<string, number>>();

/** Of each fault class that the campaign measured. */
function boundsOf(entry: Entry): ReadonlyMap<string, number> {
  const made = known.get(entry);
  if (made) return made;
  const checks = entry.verdict.phases.find(({ phase }) => phase === 4)?.checks ?? [];
  const bounds = new Map(
    checks.flatMap(({ id, got }) => {
      const name = id.slice('phase4.'.length);
      return isFaultClass(name) && typeof got === 'number' ? [[name, got] as const] : [];
    }),
  );
  known.set(entry, bounds);
  return bounds;
}
