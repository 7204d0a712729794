// A check in one sentence: what was expected, what was found.

import type { Check } from '../contract/verdict.ts';
import { shortJson } from './field.ts';

const SHOWN_MAX = 120;

export function reasonOf({ id, label, expected, got, ok }: Check): string {
  const found = got === null ? 'nothing that can be judged' : shortJson(got, SHOWN_MAX);
  return `${id}${ok === null ? ' is unknown' : ' failed'}: ${label}, expected ${expected}, found ${found}`;
}
