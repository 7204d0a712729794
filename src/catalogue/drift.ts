// Whether a measure of a series drifts, against the series' own distribution. Two questions, one rule for both: a
// value is out of line where it differs from the median by more than so many spreads (median absolute deviation, scaled
// to a standard deviation; Iglewicz and Hoaglin, "How to detect and handle outliers", 1993, give 3.5). The newest
// values have shifted where their median is that far from the median of the others. Where more than half of the values
// are equal the spread is 0, and a difference counts from a smallest one on. Pure.

import { median, spread } from '../statistics/robust.ts';

export const SPREADS_MAX = 3.5;
/** With fewer values there is no distribution to speak of. */
export const VALUES_MIN = 8;
/** How many of the newest are set against the others. */
export const NEWEST = 5;

export interface Measure {
  id: string;
  label: string;
  kind: 'share' | 'milliseconds';
  /** In the order of the series, oldest first. */
  values: readonly { ordinal: number; value: number }[];
}

export interface Drift {
  measure: Measure;
  median: number;
  /** What is in line, both ends included. */
  low: number;
  high: number;
  /** Numbers of the series whose value is out of line, oldest first. */
  outside: number[];
  /** From the median of the others to that of the newest; null where they have not shifted. */
  shift: { from: number; to: number } | null;
}

/** Null where there are too few values to say anything. */
export function driftOf(measure: Measure): Drift | null {
  const all = measure.values.map(({ value }) => value);
  const middle = median(all);
  const room = roomAround(all, measure.kind);
  if (all.length < VALUES_MIN || middle === null || room === null) return null;
  return {
    measure,
    median: middle,
    low: middle - room,
    high: middle + room,
    outside: measure.values.filter(({ value }) => Math.abs(value - middle) > room).map(({ ordinal }) => ordinal),
    shift: shiftOf(all, measure.kind),
  };
}

function shiftOf(all: readonly number[], kind: Measure['kind']): Drift['shift'] {
  const [before, newest] = [all.slice(0, -NEWEST), all.slice(-NEWEST)];
  const [from, to, room] = [median(before), median(newest), roomAround(before, kind)];
  if (before.length < NEWEST || from === null || to === null || room === null) return null;
  return Math.abs(to - from) > room ? { from, to } : null;
}

const SHARE_MIN = 0.001;
const TIME_SHARE_MIN = 0.05;

/** How far from the median a value may be. */
function roomAround(values: readonly number[], kind: Measure['kind']): number | null {
  const [middle, deviation] = [median(values), spread(values)];
  if (middle === null || deviation === null) return null;
  return Math.max(SPREADS_MAX * deviation, kind === 'share' ? SHARE_MIN : TIME_SHARE_MIN * Math.abs(middle));
}
