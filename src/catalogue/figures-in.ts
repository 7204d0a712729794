// The figures of one campaign that can be set beside those of another, and whether two of them differ by more than
// their intervals. Pure, like the comparison that shows them.
//
// A share has an interval where the number of trials is recorded: both limits of Clopper and Pearson, 95 % in all. Two
// intervals that do not meet differ by more than chance explains; where they meet, nothing is said. Times have none.

import { objectAt } from '../contract/json-object.ts';
import { FAULT_CLASSES_MAX, isFaultClass } from '../contract/names.ts';
import type { JsonObject } from '../contract/reading.ts';
import { proportionLower, proportionUpper } from '../statistics/confidence.ts';

export interface Figure {
  id: string;
  label: string;
  kind: 'share' | 'milliseconds';
  value: number;
  /** What the share was counted from; null where that is not recorded. */
  trials: { hits: number; of: number } | null;
}

export interface Difference {
  id: string;
  label: string;
  kind: Figure['kind'];
  before: Figure | null;
  after: Figure | null;
  /** null where there is no interval to exceed. */
  exceeds: boolean | null;
}

const EACH_SIDE = 0.975;

/** Of each fault class: the bound, the share of clean cycles, and how long convergence took. */
export function figuresIn(phase4: JsonObject | null): Figure[] {
  const bounds = Object.entries(objectAt(phase4, 'convergence_by_fault')).filter(([name]) => isFaultClass(name));
  return bounds.slice(0, FAULT_CLASSES_MAX).flatMap(([name, bound]) => {
    const fault = objectAt(objectAt(phase4, 'faults'), name);
    return [
      ...boundOf(name, bound, wholeAt(fault, 'acked')),
      ...cleanOf(name, wholeAt(fault, 'cycles_clean'), wholeAt(fault, 'cycles')),
      ...timeOf(name, objectAt(fault, 'convergence_ms').p95),
    ];
  });
}

/** Every figure that one of the two has. */
export function differencesBetween(before: readonly Figure[], after: readonly Figure[]): Difference[] {
  const earlier = new Map(before.map((figure) => [figure.id, figure]));
  const later = new Map(after.map((figure) => [figure.id, figure]));
  return [...new Set([...later.keys(), ...earlier.keys()])].flatMap((id) => {
    const [was, is] = [earlier.get(id) ?? null, later.get(id) ?? null];
    const known = is ?? was;
    return known
      ? [{ id, label: known.label, kind: known.kind, before: was, after: is, exceeds: exceedsIntervals(was, is) }]
      : [];
  });
}

/** Both limits of a share; null where its trials are not recorded. */
export function intervalOf(figure: Figure | null): { lower: number; upper: number } | null {
  const { hits = 0, of = 0 } = figure?.trials ?? {};
  const lower = proportionLower(hits, of, EACH_SIDE);
  const upper = proportionUpper(hits, of, EACH_SIDE);
  return lower === null || upper === null ? null : { lower, upper };
}

function exceedsIntervals(before: Figure | null, after: Figure | null): boolean | null {
  const [was, is] = [intervalOf(before), intervalOf(after)];
  return was === null || is === null ? null : was.upper < is.lower || is.upper < was.lower;
}

function boundOf(name: string, bound: unknown, acked: number | null): Figure[] {
  if (typeof bound !== 'number' || !Number.isFinite(bound)) return [];
  const isShare = bound >= 0 && bound <= 1 && acked !== null;
  const trials = isShare ? { hits: Math.round(bound * acked), of: acked } : null;
  return [{ id: `${name}.bound`, label: `${name}: convergence bound`, kind: 'share', value: bound, trials }];
}

function cleanOf(name: string, clean: number | null, cycles: number | null): Figure[] {
  if (clean === null || cycles === null || cycles === 0 || clean > cycles) return [];
  const trials = { hits: clean, of: cycles };
  return [{ id: `${name}.clean`, label: `${name}: clean cycles`, kind: 'share', value: clean / cycles, trials }];
}

function timeOf(name: string, p95: unknown): Figure[] {
  if (typeof p95 !== 'number' || !Number.isFinite(p95) || p95 < 0) return [];
  const label = `${name}: time to converge, 95th percentile`;
  return [{ id: `${name}.p95`, label, kind: 'milliseconds', value: p95, trials: null }];
}

function wholeAt(object: JsonObject, key: string): number | null {
  const value = Object.hasOwn(object, key) ? object[key] : undefined;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}
