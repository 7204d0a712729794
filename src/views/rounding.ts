// Measured and computed numbers as the pages print them, in the one form that contract/figure-form.ts gives. A limit is
// rounded towards the weaker claim: what is shown to be reached goes down, what is shown not to be exceeded goes up.

import { figureInWords, fitsForm, millisecondsInWords } from '../contract/figure-form.ts';

export { fitsForm, millisecondsInWords as milliseconds };

/** A count: `2,995`. */
export const grouped = (count: number): string => figureInWords(count);

/** A measured bound or a lower limit as it is: `0.2`, `0.97555`, never more digits than it has. */
export const boundInWords = (bound: number): string => figureInWords(bound);

/** `0.05816` of 0.058155: for upper limits. */
export const upperInWords = (limit: number): string => figureInWords(limit, 'upper');
