// What a number of clean trials proves. Pure: the runner writes these figures and the site shows them.
//
// Clopper and Pearson (1934), "The use of confidence or fiducial limits illustrated in the case of the
// binomial": the exact one-sided limits of a proportion are quantiles of a beta distribution.
// They hold if the trials are independent. Cycles nearly are; the writes within one cycle are not, since
// one fault can take many of them at once: which is why both figures stand side by side.

import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';

export const CONFIDENCE_DEFAULT = 0.95;

/**
 * The share of successes that is not undercut at this confidence (one-sided lower limit).
 *
 * With k successes of n: the (1 - confidence) quantile of Beta(k, n - k + 1); 0 where k = 0.
 * @returns a proportion in [0, 1]; null where there were no trials: nothing was shown.
 * @throws RangeError unless 0 <= successes <= trials, both whole, and 0 < confidence < 1
 */
export function proportionLower(successes: number, trials: number, confidence = CONFIDENCE_DEFAULT): number | null {
  demandTrials(successes, trials, confidence);
  if (trials === 0) return null;
  return successes === 0 ? 0 : betaQuantile(1 - confidence, successes, trials - successes + 1);
}

/**
 * The share of events that is not exceeded at this confidence (one-sided upper limit).
 *
 * With k events of n: the confidence quantile of Beta(k + 1, n - k); 1 where k = n.
 * After 50 clean cycles: 1 - 0.05^(1/50) = 0.058.
 * @returns a proportion in [0, 1]; null where there were no trials.
 * @throws RangeError as `proportionLower`
 */
export function proportionUpper(events: number, trials: number, confidence = CONFIDENCE_DEFAULT): number | null {
  demandTrials(events, trials, confidence);
  if (trials === 0) return null;
  return events === trials ? 1 : betaQuantile(confidence, events + 1, trials - events);
}

/**
 * How many writes must all succeed before the lower limit reaches `bound`.
 *
 * With no failure in n trials the lower limit is (1 - confidence)^(1/n), so n = ln(1 - confidence) / ln(bound),
 * rounded up: 598 for a bound of 0.995 at 95 %.
 * @throws RangeError unless 0 < bound < 1 and 0 < confidence < 1
 */
export function cleanWritesNeeded(bound: number, confidence = CONFIDENCE_DEFAULT): number {
  demandProportion('bound', bound);
  demandProportion('confidence', confidence);
  return Math.ceil(Math.log(1 - confidence) / Math.log(bound));
}

function demandTrials(hits: number, trials: number, confidence: number): void {
  demandProportion('confidence', confidence);
  if (!Number.isSafeInteger(hits) || !Number.isSafeInteger(trials) || hits < 0 || hits > trials) {
    throw new RangeError(`expected whole numbers with 0 <= hits <= trials, found ${hits} of ${trials}`);
  }
}

function demandProportion(name: string, value: number): void {
  if (!(value > 0 && value < 1)) throw new RangeError(`expected 0 < ${name} < 1, found ${value}`);
}
