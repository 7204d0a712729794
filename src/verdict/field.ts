// Reading one field of a document that nobody vouches for. A wrong type is "no value", never a guess:
// a string is no number, true is no number, and what JSON cannot write back (1e999) is none either.

import { figureInWords, figuresInJson } from '../contract/figure-form.ts';
import { isObject } from '../contract/json-object.ts';
import type { Path } from '../contract/reading.ts';

/** The value at a path of own properties, or undefined. */
export function valueAt(document: unknown, path: Path): unknown {
  let value = document;
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
    value = (value as Record<string | number, unknown>)[key];
  }
  return value;
}

export const asNumber = (value: unknown): number | null =>
  typeof value === 'number' && Number.isFinite(value) ? value : null;

/** Rows cannot be fewer than none: such a number counts nothing. */
export const asCount = (value: unknown): number | null => {
  const count = asNumber(value);
  return count !== null && count >= 0 ? count : null;
};

export const asString = (value: unknown): string | null => (typeof value === 'string' ? value : null);

export const asList = (value: unknown): readonly unknown[] | null => (Array.isArray(value) ? value : null);

const DEPTH_MAX = 100;

/** Equal as JSON, key order aside; null where it is nested too deeply to tell. */
export function sameJson(a: unknown, b: unknown, depth = 0): boolean | null {
  if (a === b) return true;
  if (depth > DEPTH_MAX) return null;
  if (Array.isArray(a) && Array.isArray(b)) {
    return a.length === b.length && every(a.keys(), (i) => sameJson(a[i], b[i], depth + 1));
  }
  if (!isObject(a) || !isObject(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return every(keys, (key) => Object.hasOwn(b, key) && sameJson(a[key], b[key], depth + 1));
}

function every<T>(items: Iterable<T>, same: (item: T) => boolean | null): boolean | null {
  for (const item of items) {
    const result = same(item);
    if (result !== true) return result;
  }
  return true;
}

/** A value as JSON, cut to a length that a sentence can hold. What is nested too deeply to write is named, not thrown. */
export function shortJson(value: unknown, chars_max: number): string {
  if (typeof value === 'number') return figureInWords(value);
  try {
    const text = JSON.stringify(value, figuresInJson);
    return text.length > chars_max ? `${text.slice(0, chars_max)}…` : text;
  } catch (error) {
    if (error instanceof RangeError) return 'a value nested too deeply to show';
    throw error;
  }
}
