// How often a schedule reproduces: trials of the same schedule, counted, with what the count proves.

import type { Rate } from '../contract/shrink.ts';
import { proportionLower, proportionUpper } from '../statistics/confidence.ts';

export type Trial<R> = { reproduction: R } | { reproduction: null; reason: string };

export interface Measuring<S, R> {
  trial(schedule: S): Promise<Trial<R>>;
  /** That run side by side. */
  at_once: number;
  least_rate: number;
}

export interface Measured<R> extends Rate {
  /** The least rate was reached over all trials that were asked for. */
  kept: boolean;
  /** The last one; null: none. */
  reproduction: R | null;
  reasons: string[];
}

const REASONS_MAX = 3;
/** Both limits together hold at 95 %. */
const EACH_SIDE = 0.975;

/** Ends before all trials are done where the least rate is out of reach: such a schedule is not kept. */
export async function measure<S, R>(
  schedule: S,
  trials: number,
  { trial, at_once, least_rate }: Measuring<S, R>,
): Promise<Measured<R>> {
  const needed = leastOf(trials, least_rate);
  const done: Trial<R>[] = [];
  const reproductions = (): R[] => done.flatMap(({ reproduction }) => (reproduction === null ? [] : [reproduction]));
  while (done.length < trials && reproductions().length + trials - done.length >= needed) {
    const next = Array.from({ length: Math.min(at_once, trials - done.length) }, () => trial(schedule));
    done.push(...(await Promise.all(next)));
  }
  const found = reproductions();
  const reasons = new Set(done.flatMap((one) => ('reason' in one ? [one.reason] : [])));
  return {
    ...rateOf(found.length, done.length),
    kept: done.length === trials && found.length >= needed,
    reproduction: found.at(-1) ?? null,
    reasons: [...reasons].slice(0, REASONS_MAX),
  };
}

/** Reproductions that so many trials need. */
export const leastOf = (trials: number, least_rate: number): number =>
  Math.max(1, Math.ceil(trials * least_rate - 1e-9));

export const rateOf = (reproduced: number, trials: number): Rate => ({
  trials,
  reproduced,
  lower95: proportionLower(reproduced, trials, EACH_SIDE),
  upper95: proportionUpper(reproduced, trials, EACH_SIDE),
});
