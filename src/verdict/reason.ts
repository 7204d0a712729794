// A check in one sentence: what was expected, what was found.

import type { Check } from '../contract/verdict.ts';

const SHOWN_MAX = 120;

export function reasonOf({ id, label, expected, got, ok }: Check): string {
  const found = got === null ? 'nothing that can be judged' : shown(got);
  return `${id}${ok === null ? ' is unknown' : ' failed'}: ${label}, expected ${expected}, found ${found}`;
}

/** A value as JSON, cut to a length that a sentence can hold. */
function shown(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : JSON.stringify(value);
  return text.length > SHOWN_MAX ? `${text.slice(0, SHOWN_MAX)}…` : text;
}
