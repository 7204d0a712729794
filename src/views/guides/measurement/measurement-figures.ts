// The recorded comparisons as tables.

import { type Measured, NO_FAULT } from '../../../contract/comparison.ts';
import { grouped } from '../../rounding.ts';
import type { FigureTable } from '../confidence.ts';
import { faultInWords, type Harness, measuredFaults, measuredSide, measurements, titleOf } from './measurement.ts';
import { shownBound } from './measurement-numbers.ts';

const UNKNOWN = '–';
const HARNESSES = ['established', 'ours'] as const;

/** What the established harness reports, class by class. */
export const countedTable = (): FigureTable => ({
  caption: 'The bound that the established harness reports',
  columns: ['Fault', ...measurements().map(titleOf)],
  rows: rowsOf((side) => shownBound(side.bound_as_counted), 'established'),
});

/** What our harness finds missing for good. */
export const missingTable = (): FigureTable => ({
  caption: 'Acked writes that a node still lacked at the end, by identity, in our cycles',
  columns: ['Fault', ...measurements().map(titleOf)],
  rows: rowsOf((side) => `${grouped(side.missing_for_good)} of ${grouped(side.acked)}`, 'ours'),
});

function rowsOf(cell: (side: Measured) => string, harness: Harness): FigureTable['rows'] {
  return measuredFaults().map((fault) => ({
    head: faultInWords(fault),
    cells: measurements().map((one) => {
      const side = measuredSide(one, fault, harness);
      return side ? cell(side) : 'not measured';
    }),
  }));
}

/** What each harness does under the name of a class. */
export const injectsTable = (): FigureTable => ({
  caption: 'What is done under the name of each class',
  words: true,
  columns: ['Fault', 'Established', 'Ours'],
  rows: measuredFaults()
    .filter((fault) => fault !== NO_FAULT)
    .map((fault) => ({
      head: faultInWords(fault),
      cells: HARNESSES.map((harness) => firstOf(fault, harness)?.injects ?? 'not measured'),
    })),
});

const firstOf = (fault: string, harness: Harness): Measured | undefined =>
  measurements().flatMap((one) => measuredSide(one, fault, harness) ?? [])[0];

export interface SidesBySide {
  columns: string[];
  documents: {
    title: string;
    classes: { fault: string; rows: { harness: string; cells: string[] }[] }[];
  }[];
}

const SIDE_COLUMNS = [
  'Seconds a cycle',
  'Acked a cycle',
  'Under way at the injection',
  'Sent while it held',
  'Bound as counted',
  'Bound by identity',
  'Missing for good',
];

/** Everything, for every document. */
export const sidesBySide = (): SidesBySide => ({
  columns: SIDE_COLUMNS,
  documents: measurements().map((one) => ({
    title: titleOf(one),
    classes: one.document.classes.map(({ fault }) => ({
      fault: faultInWords(fault),
      rows: HARNESSES.map((harness) => ({ harness, cells: sideCells(measuredSide(one, fault, harness)) })),
    })),
  })),
});

function sideCells(side: Measured | null): string[] {
  if (!side) return SIDE_COLUMNS.map(() => UNKNOWN);
  return [
    grouped(side.seconds_per_cycle),
    grouped(side.acked_per_cycle),
    side.in_flight_at_strike === null ? UNKNOWN : grouped(side.in_flight_at_strike),
    side.ops_in_window === null ? UNKNOWN : grouped(side.ops_in_window),
    shownBound(side.bound_as_counted),
    shownBound(side.bound_by_identity),
    grouped(side.missing_for_good),
  ];
}
