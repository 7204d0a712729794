// Measured and computed numbers as the pages print them. A limit is rounded towards the weaker claim: what is
// shown to be reached goes down, what is shown not to be exceeded goes up. No figure is better in print.

import { fractionInWords } from '../contract/figure-form.ts';

/** A measured bound or a lower limit as it is: `0.2`, `0.97555`, never more digits than it has. */
export const boundInWords = (bound: number): string => (fitsForm(bound) ? fractionInWords(bound) : shortened(bound));

/** `0.05816` of 0.058155: for upper limits. */
export const upperInWords = (limit: number): string =>
  fitsForm(limit) ? fractionInWords(limit, 'upper') : shortened(limit);

/** `2,995`: the same in every locale that builds the site. */
export const grouped = (value: number): string => (fitsForm(value) ? value.toLocaleString('en-US') : shortened(value));

/** What a double counts exactly has at most so many digits; nothing that is measured here needs more. */
const FIGURE_MAX = 1e15;

/** Whether a number of an artifact fits a cell. It may be of any size, or beyond all that can be held. */
export const fitsForm = (value: number): boolean => Math.abs(value) < FIGURE_MAX;

/** `1.50e+300`; JSON may also hold a number that overflows, of which no more is known than its sign. */
function shortened(value: number): string {
  if (Number.isFinite(value)) return value.toExponential(2);
  return value > 0 ? 'above 1.8e+308' : 'below -1.8e+308';
}

/** A number as it was found: a whole one by its digits, a fraction in the form of all fractions. */
export const asFound = (value: number): string =>
  Number.isInteger(value) && fitsForm(value) ? String(value) : boundInWords(value);

/** `482`, below ten `4.8`: nobody times a network to the microsecond. */
export const milliseconds = (value: number): string =>
  Math.abs(value) < 10 ? String(Math.round(value * 10) / 10) : grouped(Math.round(value));
