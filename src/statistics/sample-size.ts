// How many trials it takes before a proportion may be claimed, failures included.
// With none it is the closed form of `cleanWritesNeeded`; with some, the limit itself is searched.

import { CONFIDENCE_DEFAULT, cleanWritesNeeded, proportionLower } from './confidence.ts';

/** Beyond this the question is not one that a campaign can answer. */
const TRIALS_MAX = 2 ** 31;

/**
 * The smallest number of trials of which `failures` may fail while the one-sided lower limit still reaches `bound`.
 *
 * The limit grows with the trials at a fixed number of failures, so doubling and halving finds it.
 * @throws RangeError unless 0 < bound < 1, failures is whole and not negative, and the answer is below 2^31
 */
export function trialsNeeded(bound: number, failures: number, confidence = CONFIDENCE_DEFAULT): number {
  const clean = cleanWritesNeeded(bound, confidence);
  if (!Number.isSafeInteger(failures) || failures < 0) {
    throw new RangeError(`expected a whole number of failures, at least 0, found ${failures}`);
  }
  if (failures === 0) return clean;
  const reaches = (trials: number) => (proportionLower(trials - failures, trials, confidence) ?? 0) >= bound;
  let enough = clean + failures;
  while (!reaches(enough)) {
    enough *= 2;
    if (enough > TRIALS_MAX) throw new RangeError(`expected fewer than ${TRIALS_MAX} trials for a bound of ${bound}`);
  }
  let short = clean + failures - 1;
  while (enough - short > 1) {
    const middle = Math.floor((enough + short) / 2);
    if (reaches(middle)) enough = middle;
    else short = middle;
  }
  return enough;
}
