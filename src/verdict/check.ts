// One check: a rule about one value of one document. Unknown where the value cannot be judged.

import type { JsonObject, Path } from '../contract/reading.ts';
import type { Check } from '../contract/verdict.ts';
import { asList, asNumber, valueAt } from './field.ts';
import { isMasked } from './masked.ts';

/** A document, and where it stands: a file of its own, or a place inside the summary. */
export interface Source {
  file: string;
  base: Path;
  node: string | null;
  document: JsonObject;
}

export interface Rule {
  id: string;
  label: string;
  expected: string;
  path: Path;
  /** What the rule needs beside the value itself. */
  needs?: readonly Path[];
  /** The rule itself: true, false, or null where the value cannot be judged. */
  holds: (value: unknown) => boolean | null;
}

export function check(source: Source, rule: Rule): Check {
  const value = valueAt(source.document, rule.path);
  const masked = [rule.path, ...(rule.needs ?? [])].some((path) => isMasked(source.document, path));
  return {
    id: rule.id,
    label: rule.label,
    expected: rule.expected,
    got: value ?? null,
    ok: value === undefined || masked ? null : rule.holds(value),
    file: source.file,
    path: [...source.base, ...rule.path],
  };
}

/** Lifts a rule about numbers: anything that is no number stays unknown. */
export const number =
  (holds: (value: number) => boolean | null) =>
  (value: unknown): boolean | null => {
    const given = asNumber(value);
    return given === null ? null : holds(given);
  };

export const equals = (expected: number | null) => number((value) => (expected === null ? null : value === expected));
export const atLeast = (least: number | null) => number((value) => (least === null ? null : value >= least));

/** Lifts a rule about lists. */
export const list =
  (holds: (value: readonly unknown[]) => boolean | null) =>
  (value: unknown): boolean | null => {
    const given = asList(value);
    return given === null ? null : holds(given);
  };

export const emptyList = list((value) => value.length === 0);

/** The document's own word. It counts against a phase, and for it only with the rest. */
export function passFlag(source: Source, id: string): Check {
  const verdict = valueAt(source.document, ['verdict']);
  return check(source, {
    id,
    label: 'The artifact’s own pass flag',
    expected: 'true',
    path: ['pass'],
    needs: [['verdict']],
    holds: (value) => {
      if (verdict === 'unknown') return null;
      if (value === false || (value === true && verdict === 'fail')) return false;
      return value === true ? true : null;
    },
  });
}

/** A check of something that no single value of a document shows. */
export const fact = (id: string, label: string, expected: string, got: unknown, ok: boolean | null): Check => ({
  id,
  label,
  expected,
  got,
  ok,
  file: null,
  path: [],
});
