// What the recorded comparisons say before any table: one sentence a document, and one list as a picture.

import { type Measured, NO_FAULT } from '../../../contract/comparison.ts';
import { faultInWords } from '../../fault-words.ts';
import { grouped } from '../../rounding.ts';
import { type Measurement, measuredSide, measurements, titleOf } from './measurement.ts';

/** One sentence a document: what identity found over all faults in our cycles, and after which. */
export const missingSentences = (): { title: string; text: string }[] =>
  measurements().map((one) => {
    const sides = faultsOf(one).flatMap((fault) => {
      const side = measuredSide(one, fault, 'ours');
      return side ? [{ fault, side }] : [];
    });
    const sum = (of: (side: Measured) => number): number => sides.reduce((total, { side }) => total + of(side), 0);
    const missing = sum((side) => side.missing_for_good);
    const of = `of ${grouped(sum((side) => side.acked))} acknowledged notes`;
    const after = sides.filter(({ side }) => side.missing_for_good > 0).map(({ fault }) => faultInWords(fault));
    return {
      title: titleOf(one),
      text:
        missing === 0
          ? `none ${of} was missing on any node.`
          : `${grouped(missing)} ${of} stayed missing on one of the three nodes, after ${listed(after)}.`,
    };
  });

const listed = (words: readonly string[]): string =>
  new Intl.ListFormat('en-GB', { type: 'disjunction' }).format(words);

/** The classes that inject something; the control is none of them. */
const faultsOf = (one: Measurement): string[] =>
  one.document.classes.map(({ fault }) => fault).filter((fault) => fault !== NO_FAULT);

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
