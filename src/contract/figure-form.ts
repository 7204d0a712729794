// The one form of a fraction, wherever it is printed: pages, ledgers, checks, and the facts of an analysis. A figure
// that reads 0.998 here and 0.99842 there is two figures to a reader.

/** Enough for a bound of a gate campaign, whose writes are some thousands. */
const DECIMALS_MAX = 5;

/** Whether a figure says that something is reached, or that something is not exceeded. */
export type Side = 'lower' | 'upper';

/** By its name in the document: `cycle_failure_upper95` is not exceeded; measured values and lower limits are reached. */
export const sideOfFigure = (key: string): Side => (/upper\d*$/.test(key) ? 'upper' : 'lower');

/** `0.97555`, never better than it is: what is reached is cut, what is not exceeded goes up. No digits for show. */
export function fractionInWords(value: number, side: Side = 'lower'): string {
  // to fifteen digits first: 0.995 * 1e5 is 99,500, not a hair below it
  const scaled = Number((value * 10 ** DECIMALS_MAX).toPrecision(15));
  const rounded = side === 'upper' ? Math.ceil(scaled) : Math.floor(scaled);
  return String(Number((rounded / 10 ** DECIMALS_MAX).toFixed(DECIMALS_MAX)));
}
