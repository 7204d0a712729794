// The convergence bound of each fault class, and the outcome, over the campaigns that measured one.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { dayOf } from '../../catalogue/completion.ts';
import { CONVERGENCE_BOUND_MIN, isFaultClass } from '../../contract/names.ts';
import { boundInWords } from '../rounding.ts';
import { campaignPath, withBase } from '../site.ts';
import { type Mark, markOf } from '../words.ts';

const POINTS_MAX = 60;
const CLASSES_MAX = 8;
const MONTHS_MAX = 36;

export interface Trend {
  classes: string[];
  threshold: number;
  rows: {
    id: string;
    series: string | null;
    href: string;
    time: string;
    outcome: string;
    mark: Mark;
    /** In the order of the classes; null where the campaign did not measure it. */
    bounds: (string | null)[];
  }[];
  /** Outcomes by month of completion, oldest first. */
  months: { month: string; pass: number; fail: number; incomplete: number }[];
  /** Campaigns that are not in the table, for the sentence below it. */
  unmeasured: number;
}

/** Oldest first, at most the last sixty; campaigns without a measured class count but hold no row. */
export function trend({ entries }: Catalogue): Trend {
  const published = entries.filter(({ local }) => !local);
  const measured = published.filter((entry) => boundsOf(entry).size > 0).slice(0, POINTS_MAX);
  const shown = measured.toReversed();
  const classes = [...new Set(shown.flatMap((entry) => [...boundsOf(entry).keys()]))].slice(0, CLASSES_MAX);
  return {
    classes,
    threshold: CONVERGENCE_BOUND_MIN,
    unmeasured: published.length - published.filter((entry) => boundsOf(entry).size > 0).length,
    months: monthsOf(published),
    rows: shown.map((entry) => ({
      id: entry.id,
      series: entry.series,
      href: withBase(campaignPath(entry.id)),
      time: dayOf(entry.head) ?? 'no date',
      outcome: entry.verdict.outcome,
      mark: markOf(entry.verdict.outcome),
      bounds: boundsIn(entry, classes),
    })),
  };
}

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
    .sort((a, b) => (a.month < b.month ? -1 : 1))
    .slice(-MONTHS_MAX);
}

function boundsOf({ verdict }: Entry): Map<string, number> {
  const checks = verdict.phases.find(({ phase }) => phase === 4)?.checks ?? [];
  return new Map(
    checks.flatMap(({ id, got }) => {
      const name = id.slice('phase4.'.length);
      return isFaultClass(name) && typeof got === 'number' ? [[name, got] as const] : [];
    }),
  );
}
