// From a schedule that failed once to the smallest that still fails: is it seen to fail again, what is smaller and fails
// as well, and does the smallest fail in fresh trials, too? A schedule that was chosen because it failed in a few trials
// may have been lucky: where fresh ones do not bear it out, the one before it is asked.

import { differenceInWords, scheduleInWords } from '../contract/schedule-words.ts';
import type { Rate, Schedule, ShrinkStep } from '../contract/shrink.ts';
import { dimensionsOf } from './dimensions.ts';
import { type Measured, type Measuring, measure } from './measure.ts';
import { search } from './search.ts';

export interface Shrinking<R> extends Measuring<Schedule, R> {
  original: Schedule;
  trials: number;
  /** Fresh ones, of the smallest. */
  confirming: number;
  isOver(): boolean;
  began(step: { made_smaller: string; what: string }): void;
  ended(step: ShrinkStep): void;
}

export interface Shrunk<R> {
  smallest: Schedule;
  confirmed: Rate;
  reproduction: R;
  tried: ShrinkStep[];
  isDone: boolean;
}

/** The schedule as it was recorded does not fail again, or not often enough: there is nothing to make smaller. */
export class NotReproduced extends Error {
  override readonly name = 'NotReproduced';
}

/** @throws NotReproduced */
export async function shrink<R>(settings: Shrinking<R>): Promise<Shrunk<R>> {
  const { original, trials, confirming } = settings;
  const tried: ShrinkStep[] = [];

  async function take(schedule: Schedule, made_smaller: string, what: string, n: number): Promise<Measured<R>> {
    settings.began({ made_smaller, what });
    const measured = await measure(schedule, n, settings);
    const { reproduction: _, ...rate } = measured;
    const step = { made_smaller, what, schedule, ...rate };
    tried.push(step);
    settings.ended(step);
    return measured;
  }

  const start = await take(original, 'start', `as recorded: ${scheduleInWords(original)}`, trials);
  if (!start.kept) throw new NotReproduced(notReproduced(start, settings));
  let last = original;
  const { kept, isDone } = await search({
    start: original,
    dimensions: dimensionsOf(original),
    isOver: settings.isOver,
    async fails(schedule, dimension) {
      const measured = await take(schedule, dimension, differenceInWords(last, schedule), trials);
      if (measured.kept) last = schedule;
      return measured.kept;
    },
  });
  for (const schedule of kept.toReversed()) {
    const found = await take(schedule, 'confirm', `fresh trials: ${scheduleInWords(schedule)}`, confirming);
    if (found.kept && found.reproduction !== null) {
      return { smallest: schedule, confirmed: found, reproduction: found.reproduction, tried, isDone };
    }
  }
  throw new NotReproduced(
    `no schedule reproduced in fresh trials at the least rate of ${settings.least_rate}, the one as recorded included; see --least-rate and --trials`,
  );
}

function notReproduced({ reproduced, trials, reasons }: Measured<unknown>, { least_rate }: Shrinking<unknown>): string {
  const instead = reasons.length === 0 ? '' : `; found instead: ${reasons.join('; ')}`;
  if (reproduced === 0) return `the cycle as recorded did not reproduce in ${trials} trials${instead}`;
  return `the cycle as recorded reproduced in ${reproduced} of ${trials} trials, below the least rate of ${least_rate}${instead}; see --least-rate and --trials`;
}
