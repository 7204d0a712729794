// The tables of the methodology that say what a number of clean trials proves, computed when the page is built.

import { CONVERGENCE_BOUND_MIN } from '../../contract/names.ts';
import { proportionLower, proportionUpper } from '../../statistics/confidence.ts';
import { trialsNeeded } from '../../statistics/sample-size.ts';
import { boundInWords, grouped, upperInWords } from '../rounding.ts';

export interface FigureTable {
  caption: string;
  /** The cells hold words. */
  words?: true;
  columns: string[];
  rows: { head: string; cells: string[] }[];
}

const BOUNDS = [0.99, CONVERGENCE_BOUND_MIN, 0.999];
const FAILURES = [0, 1, 2];
const WRITES = [50, 150, 500, 598, 1000, 5000, 20_000];
const CYCLES = [5, 20, 50, 100, 300];

/** How many acked writes it takes, by how many of them are missing. */
export const writesForBound = (): FigureTable => ({
  caption: 'Acked writes needed to claim a bound with 95 % confidence',
  columns: ['Bound claimed', ...FAILURES.map((failures) => `${failures} missing`)],
  rows: BOUNDS.map((bound) => ({
    head: boundInWords(bound),
    cells: FAILURES.map((failures) => grouped(trialsNeeded(bound, failures))),
  })),
});

/** What a number of acked writes shows, if all of them were found. */
export const boundOfWrites = (): FigureTable => ({
  caption: 'Lower bound that clean writes show with 95 % confidence',
  columns: ['Acked writes, none missing', 'Lower bound', `Enough for ${CONVERGENCE_BOUND_MIN}`],
  rows: WRITES.map((writes) => {
    const lower = proportionLower(writes, writes) ?? 0;
    return { head: grouped(writes), cells: [boundInWords(lower), lower >= CONVERGENCE_BOUND_MIN ? 'yes' : 'no'] };
  }),
});

/** What a number of clean cycles shows. */
export const failureOfCycles = (): FigureTable => ({
  caption: 'Upper limit of the cycle failure rate with 95 % confidence',
  columns: ['Cycles, all clean', 'At most this share of cycles fails'],
  rows: CYCLES.map((cycles) => ({
    head: grouped(cycles),
    cells: [upperInWords(proportionUpper(0, cycles) ?? 1)],
  })),
});
