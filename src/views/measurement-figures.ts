// The recorded comparisons as tables, and what identity found in one sentence a document.

import { type Measured, NO_FAULT } from '../contract/comparison.ts';
import type { FigureTable } from './confidence.ts';
import {
  faultInWords,
  type Harness,
  type Measurement,
  measuredFaults,
  measuredSide,
  measurements,
  titleOf,
} from './measurement.ts';
import { grouped, shownBound } from './measurement-numbers.ts';

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

export interface SideBySide {
  title: string;
  classes: { fault: string; rows: { harness: string; cells: string[] }[] }[];
}

export const SIDE_COLUMNS = [
  'Seconds a cycle',
  'Acked a cycle',
  'Under way when it struck',
  'Sent while it held',
  'Bound as counted',
  'Bound by identity',
  'Missing for good',
];

/** Everything, for every document. */
export const sidesBySide = (): SideBySide[] =>
  measurements().map((one) => ({
    title: titleOf(one),
    classes: one.document.classes.map(({ fault }) => ({
      fault: faultInWords(fault),
      rows: HARNESSES.map((harness) => ({ harness, cells: sideCells(measuredSide(one, fault, harness)) })),
    })),
  }));

function sideCells(side: Measured | null): string[] {
  if (!side) return SIDE_COLUMNS.map(() => UNKNOWN);
  return [
    String(side.seconds_per_cycle),
    grouped(side.acked_per_cycle),
    side.in_flight_at_strike === null ? UNKNOWN : grouped(side.in_flight_at_strike),
    side.ops_in_window === null ? UNKNOWN : grouped(side.ops_in_window),
    shownBound(side.bound_as_counted),
    shownBound(side.bound_by_identity),
    grouped(side.missing_for_good),
  ];
}

export interface ListWindow {
  title: string;
  listed: number;
  acked: number;
  /** Of these, found on the peer by id. */
  found: number;
  width: number;
  height: number;
  side: number;
  squares: { x: number; y: number; seen: boolean }[];
}

/** The figure's grid, in its own units. */
const GRID = { columns: 20, step: 20, side: 14, margin: 1 } as const;

/** What one list shows of one peer: of the first document, its first cycle without a fault. */
export function listWindow(): ListWindow {
  const [first] = measurements();
  const cycle = first && measuredSide(first, NO_FAULT, 'established')?.per_cycle[0];
  const listed = cycle?.listed?.b ?? null;
  if (!first || !cycle || listed === null) throw new Error('expected a comparison with a list of peer b, found none');
  const { columns, step, side, margin } = GRID;
  const { acked } = cycle;
  return {
    title: titleOf(first),
    listed,
    acked,
    found: acked - (cycle.missing_by_node.b ?? 0),
    width: columns * step,
    height: Math.ceil(acked / columns) * step,
    side,
    squares: Array.from({ length: acked }, (_, i) => ({
      x: margin + (i % columns) * step,
      y: margin + Math.floor(i / columns) * step,
      seen: i < listed,
    })),
  };
}

/** One sentence a document: what identity found over all faults in our cycles, and under which. */
export const missingSentences = (): { title: string; text: string; faults: string[] }[] =>
  measurements().map((one) => {
    const sides = faultsOf(one).flatMap((fault) => {
      const side = measuredSide(one, fault, 'ours');
      return side ? [{ fault, side }] : [];
    });
    const sum = (of: (side: Measured) => number): number => sides.reduce((total, { side }) => total + of(side), 0);
    const missing = sum((side) => side.missing_for_good);
    const of = `of ${grouped(sum((side) => side.acked))} acknowledged writes`;
    return {
      title: titleOf(one),
      text:
        missing === 0
          ? `none ${of} was missing on any node.`
          : `${grouped(missing)} ${of} stayed missing on a node, under`,
      faults: sides.filter(({ side }) => side.missing_for_good > 0).map(({ fault }) => faultInWords(fault)),
    };
  });

/** The classes that inject something; the control is none of them. */
const faultsOf = (one: Measurement): string[] =>
  one.document.classes.map(({ fault }) => fault).filter((fault) => fault !== NO_FAULT);
