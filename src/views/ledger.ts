// A table of figures as the pages print it: a head and cells a row, numbers set to the right. Phases, fault
// classes and whatever else an artifact counts are shown in it, so that every count on a page reads alike.

import type { Path } from '../contract/reading.ts';
import type { Link } from './link.ts';
import { fitsForm, grouped } from './rounding.ts';
import type { Mark } from './words.ts';

export interface Cell {
  text: string;
  /** Colours a figure that decides something; the words of the row say what. */
  tone?: 'fail' | 'warn' | 'idle' | undefined;
  href?: string | undefined;
  /** Where the number stands in its document; there only where the text is a shortened one. */
  at?: Path;
  /** What else it leads to, after its words. */
  links?: Link[] | undefined;
  /** Checks that have their element here, and not in a list of checks. */
  checks?: { id: string; ok: string; name: string; expected: string; got: string; at: Link | null }[];
}

export interface LedgerRow {
  /** What it is about, for whoever looks it up. */
  key?: string;
  mark: Mark | null;
  head: string;
  cells: Cell[];
}

export interface Ledger {
  caption: string;
  /** Heads and cells are sentences rather than names and figures. */
  isProse?: true;
  /** The long sentences are in the first column and in the last. */
  isLongAtEnds?: true;
  /** The first column holds the heads of the rows. */
  columns: { text: string; isNumber: boolean }[];
  rows: LedgerRow[];
  /** Rows of the same columns that say nothing to act on, behind their count. */
  folded?: { summary: string; rows: LedgerRow[]; asides?: string[] };
  /** What is said once for several rows, below them and in sight. */
  asides?: string[];
  /** How many rows were left out, with the way to all of them. */
  more?: Link | undefined;
  /** What the figures mean and what they do not; null where the columns say it. */
  note: string | null;
}

/** Too many for a phone: there each row is a card, its figures under their names. */
export const hasManyColumns = ({ columns }: Ledger): boolean => columns.length > 3;

/** More than fits a column of a card on a phone: it has a line of its own there. */
export const isLong = (text: string): boolean => text.length > LONG_CHARS_MIN;
const LONG_CHARS_MIN = 30;

export const numbers = (...texts: string[]): Ledger['columns'] => texts.map((text) => ({ text, isNumber: true }));
export const words = (...texts: string[]): Ledger['columns'] => texts.map((text) => ({ text, isNumber: false }));

/** `at` is the way to the number in its document. */
export const count = (value: number | null, at: Path): Cell =>
  value === null ? SILENT : figure(value, at, grouped(value));

/** A number in the words that fit it, or shortened and on the way to its line. */
export const figure = (value: number, at: Path, text: string): Cell => ({ text, ...(fitsForm(value) ? {} : { at }) });

/** A count of something that should not be there at all. */
export const offence = (value: number | null, at: Path): Cell => ({
  ...count(value, at),
  ...(value !== null && value > 0 ? { tone: 'fail' as const } : {}),
});

/** What the artifact does not say. */
export const SILENT: Cell = { text: 'not recorded', tone: 'idle' };
