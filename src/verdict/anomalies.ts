// What the checkers found, as the artifacts store it: a check for each anomaly that was looked for. Found counts
// against a phase only where it is excluded, always or by a promise of the version under test; found and promised by
// nobody is shown elsewhere and is no check. Which invariant excludes an anomaly is ours to say; whether the version
// promises it, the document says.

import { ANOMALIES, type AnomalyName } from '../contract/anomalies.ts';
import { isObject } from '../contract/json-object.ts';
import { ANOMALIES_MAX, isWord } from '../contract/names.ts';
import type { JsonObject, Path } from '../contract/reading.ts';
import type { Check } from '../contract/verdict.ts';
import type { Source } from './check.ts';
import { asList, asNumber, valueAt } from './field.ts';
import { isMasked } from './masked.ts';

/** A longer name is none that anybody could read, and stands by its position. */
const NAME_CHARS_MAX = 64;

/** Where the list is, and how the ids and labels of its checks begin. */
interface Listed {
  path: Path;
  id: string;
  label: string;
}

export function anomalyChecks(source: Source, listed: Listed): Check[] {
  const given = valueAt(source.document, listed.path);
  if (given === undefined) return [];
  const unknown = (id: string, label: string, got: unknown): Check => ({
    id: `${listed.id}.${id}`,
    label: `${listed.label}${label}`,
    expected: 'a list of anomalies, each by its name',
    got,
    ok: null,
    file: source.file,
    path: [...source.base, ...listed.path],
  });
  const entries = asList(given);
  if (entries === null) return [unknown('anomalies', 'what the checkers found', given)];
  const worst = new Map<string, Check>();
  for (const [at, entry] of entries.slice(0, ANOMALIES_MAX).entries()) {
    const found = entryCheck(source, listed, entry, at);
    const earlier = found && worst.get(found.id);
    if (found && (!earlier || badness(found) > badness(earlier))) worst.set(found.id, found);
  }
  const beyond =
    entries.length > ANOMALIES_MAX
      ? [unknown(`anomaly-${ANOMALIES_MAX + 1}`, `no more than ${ANOMALIES_MAX} anomalies`, entries.length)]
      : [];
  return [...worst.values(), ...beyond];
}

const badness = ({ ok }: Check): number => [true, null, false].indexOf(ok);

/** Null where it is no check: found, and excluded by nothing. */
function entryCheck(source: Source, listed: Listed, entry: unknown, at: number): Check | null {
  const path = [...listed.path, at];
  const name = isObject(entry) && typeof entry.name === 'string' ? entry.name : '';
  const masked = isMasked(source.document, path);
  const ok = masked || !isObject(entry) || !isAnomaly(name) ? null : verdictOf(entry, name);
  if (ok === 'not excluded') return null;
  return {
    id:
      isWord(name) && name.length <= NAME_CHARS_MAX ? `${listed.id}.anomaly.${name}` : `${listed.id}.anomaly-${at + 1}`,
    label: `${listed.label}${isAnomaly(name) ? `never ${ANOMALIES[name].is}` : `anomaly number ${at + 1}`}`,
    expected: isAnomaly(name) ? 'looked for and not found' : 'the name of an anomaly',
    got: isObject(entry) ? figuresOf(entry) : entry,
    ok,
    file: source.file,
    path: [...source.base, ...path],
  };
}

const isAnomaly = (name: string): name is AnomalyName => Object.hasOwn(ANOMALIES, name);

/** Not found is true, not decided unknown; what was found depends on whether anything excludes it. */
function verdictOf(entry: JsonObject, name: AnomalyName): boolean | null | 'not excluded' {
  const { valid, promised } = entry;
  if (valid === true) return isUnfounded(entry) ? null : true;
  if (valid !== false) return null;
  if (ANOMALIES[name].excluded_by === 'always' || promised === true) return false;
  return promised === false || promised === null ? 'not excluded' : null;
}

/** An entry that counts what it says was not found contradicts itself; one of no cycle that decided did not look. */
export const isUnfounded = ({ found_in, count, cycles, undecided }: JsonObject): boolean =>
  [found_in, count].some((number) => (asNumber(number) ?? 0) > 0) ||
  (asNumber(cycles) ?? 1) - (asNumber(undecided) ?? 0) < 1;

const FIGURES = ['valid', 'promised', 'cycles', 'undecided', 'found_in', 'count'] as const;

/** The entry without its evidence, which the artifact shows. */
const figuresOf = (entry: JsonObject): JsonObject =>
  Object.fromEntries(FIGURES.flatMap((key) => (Object.hasOwn(entry, key) ? [[key, entry[key]]] : [])));
