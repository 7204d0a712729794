// The one form of a figure, wherever it is printed: pages, ledgers, checks, the judge's sentences and the facts of an
// analysis. A figure that reads 0.998 here and 0.99842 there, or 1000 here and 1,000 there, is two figures to a reader.

/** Enough for a bound of a gate campaign, whose writes are some thousands. */
export const DECIMALS_MAX = 5;

/** Whether a figure says that something is reached, or that something is not exceeded. */
export type Side = 'lower' | 'upper';

/** By its name in the document: `cycle_failure_upper95` is not exceeded; measured values and lower limits are reached. */
export const sideOfFigure = (key: string): Side => (/upper\d*$/.test(key) ? 'upper' : 'lower');

/**
 * What every number of a page goes through: `2,995`, the same in every locale that builds the site; `0.97555`, never
 * better than it is. What is reached is cut, what is not exceeded goes up, and no digit is there for show.
 */
export function figureInWords(value: number, side: Side = 'lower'): string {
  if (!fitsForm(value)) return shortened(value);
  if (Number.isInteger(value)) return grouped(String(value));
  // to fifteen digits first: 0.995 * 1e5 is 99,500, not a hair below it
  const scaled = Number((value * 10 ** DECIMALS_MAX).toPrecision(15));
  const rounded = side === 'upper' ? Math.ceil(scaled) : Math.floor(scaled);
  return grouped(String(Number((rounded / 10 ** DECIMALS_MAX).toFixed(DECIMALS_MAX))));
}

/** `482`, below ten `4.8`: nobody times a network to the microsecond. */
export const millisecondsInWords = (value: number): string =>
  Math.abs(value) < 10 ? String(Math.round(value * 10) / 10) : figureInWords(Math.round(value));

/** What a double counts exactly has at most so many digits; nothing that is measured here needs more. */
const FIGURE_MAX = 1e15;

/** Whether a number of an artifact fits a cell. It may be of any size, or beyond all that can be held. */
export const fitsForm = (value: number): boolean => Math.abs(value) < FIGURE_MAX;

/** Of `JSON.stringify`: fractions in their form. Whole numbers stay JSON, and so does a text that others wrote. */
export const figuresInJson = (_key: string, value: unknown): unknown =>
  typeof value !== 'number' || (Number.isInteger(value) && fitsForm(value))
    ? value
    : fitsForm(value)
      ? Number(figureInWords(value).replaceAll(',', ''))
      : figureInWords(value);

/** A number of its own in a sentence: no part of a word, an id, a version, an address or a date, and no name. */
const FIGURE_IN_TEXT =
  /(?<![\w.,:/#%+-]|\b(?:id|line|pid|port|process|run|seed) )\d{1,15}(?:\.\d{1,20})?(?![\w:/#]|[.,-]\w)/g;

/** A sentence that an artifact holds, its figures in the form of all others; the artifact shows it as it was written. */
export const figuresInText = (text: string): string =>
  text.replace(FIGURE_IN_TEXT, (digits) => (isInForm(digits) ? digits : figureInWords(Number(digits))));

/** Codes and counts of three digits, and fractions that have no more digits than are shown, stay as they are. */
const IN_FORM = new RegExp(`^\\d{1,3}(\\.\\d{1,${DECIMALS_MAX}})?$`);
const isInForm = (digits: string): boolean => IN_FORM.test(digits);

function grouped(digits: string): string {
  if (digits.length <= 3) return digits;
  const [whole = '', ...fraction] = digits.split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}

/** `1.50e+300`; JSON may also hold a number that overflows, of which no more is known than its sign. */
function shortened(value: number): string {
  if (Number.isFinite(value)) return value.toExponential(2);
  return value > 0 ? 'above 1.8e+308' : 'below -1.8e+308';
}
