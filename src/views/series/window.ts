// A series at a glance: one cell a number, those that are not here too, and whether its measures drift.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { type Drift, driftOf, type Measure, NEWEST, SPREADS_MAX, VALUES_MIN } from '../../catalogue/drift.ts';
import { measuresOf } from '../../catalogue/series-measures.ts';
import { NUMBER_STATES, type NumberState, type SeriesWindow, windowOf } from '../../catalogue/series-window.ts';
import { type Ledger, numbers } from '../ledger.ts';
import { fewOf, leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { boundInWords, grouped, milliseconds } from '../rounding.ts';
import { campaignPath, withBase } from '../site.ts';
import { counted, type Mark, markOf, okMark, sentence } from '../words.ts';

export interface WindowView {
  /** `12 of 21 passed; 2 missing.` */
  sentence: string;
  cells: { text: string; href: string | null; mark: Mark; state: NumberState }[];
  /** To the numbers before those drawn. */
  more: Link | undefined;
  /** A sentence where no measure has values enough. */
  drift: Ledger | string | null;
}

const MARKS: Record<NumberState, Mark> = {
  passed: markOf('PASS'),
  failed: markOf('FAIL'),
  incomplete: markOf('INCOMPLETE'),
  'no evidence': { glyph: '○', word: 'No evidence', tone: 'warn' },
  'not here': { glyph: '·', word: 'Not here', tone: 'idle' },
};

export function windowView(read: Catalogue, entries: readonly Entry[]): WindowView {
  const window = windowOf(entries);
  return {
    sentence: windowInWords(window),
    cells: window.numbers.map(({ ordinal, state, entry }) => ({
      text: `r${ordinal}`,
      href: entry && withBase(campaignPath(entry.id)),
      mark: MARKS[state],
      state,
    })),
    more: leftOut(window.total - window.numbers.length, withBase('campaigns/'), 'earlier numbers, counted above'),
    drift: driftView(measuresOf(read, entries)),
  };
}

const WORDS: Record<NumberState, string> = {
  passed: 'passed',
  failed: 'failed',
  incomplete: 'left evidence that decides nothing',
  'no evidence': 'left no evidence at all',
  'not here': 'are not here: never run, never published, or removed',
};

/** The denominator is every number, whatever is known of it. */
function windowInWords({ total, counts }: SeriesWindow): string {
  const others = NUMBER_STATES.slice(1).filter((state) => counts[state] > 0);
  const rest = others.map((state) => `${grouped(counts[state])} ${WORDS[state]}`);
  const passed = `${grouped(counts.passed)} of ${grouped(total)} passed`;
  return rest.length === 0 ? `${passed}.` : `${passed}; ${rest.join('; ')}.`;
}

const OUTSIDE_MAX = 12;

function driftView(measures: readonly Measure[]): WindowView['drift'] {
  if (measures.length === 0) return null;
  const drifts = measures.map((measure) => ({ measure, drift: driftOf(measure) }));
  const said = drifts.flatMap(({ measure, drift }) => (drift === null ? [] : [driftRow(measure, drift)]));
  const most = measures.reduce((max, { values }) => Math.max(max, values.length), 0);
  if (said.length === 0)
    return `Nothing is said yet: that takes ${VALUES_MIN} values of one measure, and here are at most ${grouped(most)}.`;
  const silent = measures.length - said.length;
  return {
    caption: 'Drift within the series',
    columns: [
      { text: 'Measure', isNumber: false },
      ...numbers('Values', 'Median', 'In line', 'Out of line', `Newest ${NEWEST}`),
    ],
    rows: said,
    ...(silent > 0
      ? { asides: [`${sentence(counted(silent, 'measure'))} with fewer than ${VALUES_MIN} values: nothing is said.`] }
      : {}),
    note: `A value is out of line where it differs from the median of its series by more than ${SPREADS_MAX} spreads (the median absolute deviation, scaled to a standard deviation), and by at least 0.001 for a share or 5 % for a time. The newest ${NEWEST} have shifted where their median is as far from that of the others. With fewer than ${VALUES_MIN} values nothing is said. Only numbers with evidence have a value.`,
  };
}

function driftRow({ label, kind, values }: Measure, drift: Drift): Ledger['rows'][number] {
  const words = kind === 'share' ? boundInWords : (value: number) => `${milliseconds(value)} ms`;
  const count = { text: grouped(values.length) };
  const { outside, shift } = drift;
  const named = fewOf(
    outside.map((ordinal) => `r${ordinal}`),
    OUTSIDE_MAX,
  );
  const ends = [Math.max(0, drift.low), kind === 'share' ? Math.min(1, drift.high) : drift.high].map(words);
  return {
    mark: okMark(outside.length === 0 && shift === null),
    head: label,
    cells: [
      count,
      { text: words(drift.median) },
      { text: ends.join(' to ') },
      outside.length === 0 ? { text: 'none' } : { text: named, tone: 'warn' },
      shift === null ? { text: 'not shifted' } : { text: `${words(shift.from)} to ${words(shift.to)}`, tone: 'warn' },
    ],
  };
}
