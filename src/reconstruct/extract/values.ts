// A value of a rebuilt document, with its label and where it came from.

import type { Origin } from './evidence.ts';
import type { Progress, Statement } from './progress.ts';

export type Value = { path: string; origins: Origin[] } & (
  | { label: 'printed'; value?: unknown }
  | { label: 'derived'; value: unknown; rule: RuleName }
  | { label: 'unknown'; reason: string }
);

/** The only inferences that are allowed, each resting on how the established scripts end. */
export const RULES = {
  'phase2-step-succeeded':
    'the phase 2 step ends with success only if no write failed, every node held 95 % of the acked writes, and the probes answered 201 and 503',
  'phase3-step-succeeded':
    'the phase 3 step ends with success only if 1000 rows were read and written without an error, and 1000 written again',
  'phase4-step-succeeded': 'the phase 4 step ends with success only if the phase passed',
  'phase4-bound-below-limit': 'phase 4 fails exactly if a bound is below 0.995, and gives that as its reason',
  'phase4-environment':
    'the phase 4 script takes its cycles, writes and faults from the environment that the step shows',
  'campaign-of-the-command': 'the campaign is the one that the command named',
} as const;
export type RuleName = keyof typeof RULES;

export const printed = (path: string, value: unknown, origins: Origin[]): Value => ({
  path,
  label: 'printed',
  value,
  origins,
});
export const derived = (path: string, value: unknown, rule: RuleName, origins: Origin[]): Value => ({
  path,
  label: 'derived',
  value,
  rule,
  origins,
});
export const unknown = (path: string, reason: string, origins: Origin[] = []): Value => ({
  path,
  label: 'unknown',
  reason,
  origins,
});

type Of<K extends Statement['kind']> = Extract<Statement, { kind: K }>;

/** The lines that make a statement of this kind, once for each different one. */
export function statements<K extends Statement['kind']>(
  progress: readonly Progress[],
  kind: K,
): { statement: Of<K>; origin: Origin }[] {
  const seen = new Map<string, { statement: Of<K>; origin: Origin }>();
  for (const { statement, origin } of progress) {
    const key = JSON.stringify(statement);
    const known = seen.get(key);
    // The same line stands in a job's file and in its step's: the latter says more.
    if (statement.kind !== kind || (known && (known.origin.stepNumber !== null || origin.stepNumber === null)))
      continue;
    seen.set(key, { statement: statement as Of<K>, origin });
  }
  return [...seen.values()];
}

/** One printed value: unknown where it was not printed, was broken, or was printed twice with different figures. */
export function single<T extends { origin: Origin }>(
  path: string,
  found: readonly T[],
  broken: readonly Origin[],
  read: (found: T) => unknown,
): Value {
  const [only] = found;
  if (broken.length > 0) return unknown(path, 'the line that states it is broken', [...broken]);
  if (!only) return unknown(path, 'not printed');
  if (found.length > 1)
    return unknown(
      path,
      'printed more than once, with different values',
      found.map((one) => one.origin),
    );
  return printed(path, read(only), [only.origin]);
}

/** The document that the known values make; unknown ones are left out. */
export function documentOf(values: readonly Value[]): Record<string, unknown> {
  const document: Record<string, unknown> = {};
  for (const value of values) {
    if (value.label === 'unknown' || value.path === '') continue;
    const [head = '', ...tail] = value.path.split('.');
    if (tail.length === 0) document[head] = value.value;
    else {
      const nested = { ...(document[head] as Record<string, unknown> | undefined) };
      Object.defineProperty(nested, tail.join('.'), {
        value: value.value,
        enumerable: true,
        configurable: true,
        writable: true,
      });
      document[head] = nested;
    }
  }
  return document;
}
