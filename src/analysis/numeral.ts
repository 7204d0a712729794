// How the value of a fact is written. Rounding only ever cuts digits off: 0.9949999 must not be
// shown as 0.995, nor 0.99996 as 1.

import type { Scalar } from './fact.ts';

/** Beyond these a number in prose is a row of digits that nobody reads. */
const FIGURE_MAX = 1e21;

const cut = { maximumFractionDigits: 3, roundingMode: 'trunc' } as const;

/** What `as` may say, beside nothing: `1,000`, and every digit a fraction has. */
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

/** The value in words; `format` applies to numbers alone. */
export function showScalar(value: Scalar, format: Format | null): string {
  if (typeof value !== 'number') return String(value);
  if (Math.abs(value) >= FIGURE_MAX) return value.toExponential(2);
  return format === null ? grouped(value) : FORMATS[format](value);
}

function grouped(value: number): string {
  const [whole = '', ...fraction] = String(value).split('.');
  return [whole.replace(/\B(?=(?:\d{3})+$)/g, ','), ...fraction].join('.');
}
