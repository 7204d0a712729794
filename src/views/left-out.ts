// What a list leaves out, said in one way on every page: how many, and where all of them are.

import type { Link } from './link.ts';
import { grouped } from './rounding.ts';

/** The way to what is left out; undefined where nothing is. @param what words after the count */
export const leftOut = (count: number, href: string, what = ''): Link | undefined =>
  count > 0 ? { text: `and ${grouped(count)} more${what && ` ${what}`}`, href } : undefined;

/** As many as there is room for, and the way to the others. */
export const firstOf = <T>(all: readonly T[], max: number, href: string, what = ''): Listed<T> => ({
  rows: all.slice(0, max),
  more: leftOut(all.length - max, href, what),
});

export interface Listed<T> {
  rows: T[];
  more: Link | undefined;
}

/** Within a sentence: `a, b and 3 more`. */
export function fewOf(all: readonly string[], max: number): string {
  const shown = all.slice(0, max).join(', ');
  return all.length > max ? `${shown} and ${grouped(all.length - max)} more` : shown;
}
