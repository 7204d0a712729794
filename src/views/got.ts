// What was found, in words short enough for a cell. The raw artifact shows the value whole.

import type { JsonObject } from '../contract/reading.ts';
import type { Check } from '../contract/verdict.ts';

const GOT_CHARS_MAX = 160;

/** The found value of a check: what counts first, what surrounds it as an aside. */
export function gotOf({ id, got }: Check): { got: string; aside: string | null } {
  if (!isObject(got)) return { got: gotInWords(got), aside: null };
  const number = (key: string) => (typeof got[key] === 'number' ? String(got[key]) : '?');
  if (id.startsWith('phase2.identity.')) {
    const converged =
      typeof got.converged_ms === 'number' ? `all there ${Math.round(got.converged_ms)} ms after the last ack` : null;
    return { got: `${number('present_equal')} of ${number('acked')}`, aside: converged };
  }
  if (id === 'phase3.digest' || id.startsWith('phase3.large.')) {
    return { got: `${number('back')} of ${number('rows')} back`, aside: differingInWords(got.differing_fields) };
  }
  if (/^phase1\.[a-z]\.restore$/.test(id)) {
    const rows = `${number('rows_restored')} of ${number('rows_in_snapshot')} rows`;
    return { got: rows, aside: `${number('rows_written_after')} written after; store: ${gotInWords(got.integrity)}` };
  }
  return { got: gotInWords(got), aside: null };
}

/** Any value as text. */
export function gotInWords(got: unknown): string {
  if (got === null || got === undefined) return 'absent';
  if (Array.isArray(got) && got.length === 0) return 'none';
  const text = textOf(got);
  return text.length > GOT_CHARS_MAX ? `${text.slice(0, GOT_CHARS_MAX)}…` : text;
}

function textOf(got: unknown): string {
  if (typeof got === 'string') return got === '' ? '“”' : got;
  if (Array.isArray(got) && got.every((item) => typeof item === 'string')) return got.join(', ');
  try {
    return JSON.stringify(got);
  } catch {
    return 'a value that is nested too deeply to show';
  }
}

function differingInWords(fields: unknown): string | null {
  if (!isObject(fields)) return null;
  const differing = Object.entries(fields).filter(([, count]) => typeof count === 'number' && count > 0);
  if (differing.length === 0) return 'no field differs';
  return `differing: ${differing.map(([field, count]) => `${field} in ${count} rows`).join(', ')}`.slice(
    0,
    GOT_CHARS_MAX,
  );
}

const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
