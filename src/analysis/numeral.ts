// How the value of a fact is written: in the one form that the pages use. 0.9949999 must not be shown as 0.995,
// nor 0.99996 as 1; an upper limit goes up instead.

import { figureInWords, fitsForm, sideOfFigure } from '../contract/figure-form.ts';
import type { Scalar } from './fact.ts';

const cut = { maximumFractionDigits: 3, roundingMode: 'trunc' } as const;

/** What `as` may say, beside nothing: `1,000`, and a fraction in the form that the pages give it. */
export const FORMATS = {
  /** 0.998 as 99.8% */
  percent: (value: number): string => new Intl.NumberFormat('en', { ...cut, style: 'percent' }).format(value),
  /** three decimals, cut */
  fixed3: (value: number): string => new Intl.NumberFormat('en', { ...cut, minimumFractionDigits: 3 }).format(value),
  /** no thousands separators: seeds, run ids */
  plain: (value: number): string => String(value),
} as const;
export type Format = keyof typeof FORMATS;
export const FORMAT_NAMES = Object.keys(FORMATS) as Format[];

/** The value in words; `format` applies to numbers alone. `key` is the last step of its path. */
export function showScalar(value: Scalar, format: Format | null, key = ''): string {
  if (typeof value !== 'number') return String(value);
  if (format !== null && fitsForm(value)) return FORMATS[format](value);
  return figureInWords(value, sideOfFigure(key));
}
