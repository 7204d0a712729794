// Measured and computed numbers as the pages print them. A limit is rounded towards the weaker claim: what is
// shown to be reached goes down, what is shown not to be exceeded goes up. No figure is better in print.

/** `0.99955` of 0.999559: for lower limits and bounds. */
export const roundedDown = (value: number, digits: number): string => plain(Math.floor, value, digits);

/** A measured bound as it is: `0.2`, `0.97555`, never more digits than it has. */
export const boundInWords = (bound: number): string =>
  fitsForm(bound) ? String(Number(roundedDown(bound, 5))) : shortened(bound);

/** `0.0582` of 0.05816: for upper limits. */
export const roundedUp = (value: number, digits: number): string => plain(Math.ceil, value, digits);

/** The scaled value is taken to fifteen digits first: 0.995 * 1e5 is 99,500, not a hair below it. */
function plain(round: (value: number) => number, value: number, digits: number): string {
  if (!fitsForm(value)) return shortened(value);
  const rounded = round(Number((value * 10 ** digits).toPrecision(15))) / 10 ** digits;
  return Number.isInteger(rounded) ? String(rounded) : rounded.toFixed(digits);
}

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

/** A number as it was found: every digit of one that fits. */
export const asFound = (value: number): string => (fitsForm(value) ? String(value) : shortened(value));

/** `482`, below ten `4.8`: nobody times a network to the microsecond. */
export const milliseconds = (value: number): string =>
  Math.abs(value) < 10 ? String(Math.round(value * 10) / 10) : grouped(Math.round(value));
