// What was found, in words short enough for a cell. The raw artifact shows the value whole.

import { figureInWords, figuresInJson } from '../../../contract/figure-form.ts';
import { isObject } from '../../../contract/json-object.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import type { Check } from '../../../contract/verdict.ts';

const GOT_CHARS_MAX = 160;

/** The found value of a check: what counts first, what surrounds it as an aside; ledgers beside the checks say more. */
export function gotOf({ id, got }: Pick<Check, 'id' | 'got'>): { got: string; aside: string | null } {
  if (!isObject(got)) return { got: gotInWords(got), aside: null };
  const number = (key: string) => (typeof got[key] === 'number' ? figureInWords(got[key]) : '?');
  if (id.startsWith('phase2.identity.')) {
    return { got: `${number('present_equal')} of ${number('acked')}`, aside: null };
  }
  if (id === 'phase3.digest' || id.startsWith('phase3.large.')) {
    return { got: `${number('back')} of ${number('rows')} back`, aside: null };
  }
  if (id.startsWith('phase3.carried.')) return { got: `${number('wrong')} of ${number('rows')}`, aside: null };
  if (/^phase1\.[a-z]\.restore$/.test(id)) {
    const rows = `${number('rows_restored')} of ${number('rows_in_snapshot')} rows`;
    return { got: rows, aside: `${number('rows_written_after')} written after; store: ${gotInWords(got.integrity)}` };
  }
  if (/\.anomaly\./.test(id) && typeof got.valid !== 'undefined') return anomalyInWords(got);
  return { got: gotInWords(got), aside: null };
}

/** What a checker found of one anomaly, in cycles. */
function anomalyInWords(got: JsonObject): { got: string; aside: string | null } {
  const number = (key: string) => (typeof got[key] === 'number' ? figureInWords(got[key]) : '?');
  const cycles = `${number('cycles')} ${got.cycles === 1 ? 'cycle' : 'cycles'}`;
  if (got.valid === true) return { got: 'not found', aside: `in ${cycles}` };
  if (got.valid === false)
    return { got: `found in ${number('found_in')} of ${cycles}`, aside: `${number('count')} in all` };
  if (got.valid === null) return { got: 'not decided', aside: `in ${number('undecided')} of ${cycles}` };
  return { got: gotInWords(got), aside: null };
}

/** Any value as text. */
export function gotInWords(got: unknown): string {
  if (got === null || got === undefined) return 'absent';
  if (Array.isArray(got) && got.length === 0) return 'none';
  const text = typeof got === 'number' ? figureInWords(got) : textOf(got);
  return text.length > GOT_CHARS_MAX ? `${text.slice(0, GOT_CHARS_MAX)}…` : text;
}

function textOf(got: unknown): string {
  if (typeof got === 'string') return got === '' ? '“”' : got;
  if (Array.isArray(got) && got.every((item) => typeof item === 'string')) return got.join(', ');
  try {
    return JSON.stringify(got, figuresInJson);
  } catch {
    return 'a value that is nested too deeply to show';
  }
}
