// A fact is a scalar of one of the campaign's documents, named by its path:
//
//   summary.overall_pass              campaign-summary.json
//   phase1.a.recall_count             phase1-node-a.json
//   phase3.report_forward.errors.0    items of a list by their position, from 0
//   reconstruction.attempt            any other document, by its file name without .json
//
// Keys may hold dots (`summary.versions.v0.6.0`): at every step the longest key that fits is taken.

import { phaseOf, SUMMARY_FILE } from '../contract/names.ts';
import type { JsonObject, Path } from '../contract/reading.ts';

export type Scalar = string | number | boolean;
export type Documents = ReadonlyMap<string, JsonObject>;

/** A longer path names nothing. */
const PATH_CHARS_MAX = 500;

/** The value at a path, or what was found in its place. */
export function resolveFact(documents: Documents, path: string): { value: Scalar } | { found: string } {
  if (path.length > PATH_CHARS_MAX) return { found: `a path of ${path.length} characters` };
  const followed = follow(documents, path);
  if (followed === null) return { found: 'nothing there' };
  const { value } = followed;
  if (typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) {
    return { value: value as Scalar };
  }
  if (value === null) return { found: 'null' };
  if (typeof value === 'number') return { found: 'a number too large to hold' };
  return { found: Array.isArray(value) ? 'a list' : 'an object' };
}

/** The file that a fact was read from, and the way to it in there; null where the path leads nowhere. */
export function placeOfFact(documents: Documents, path: string): { file: string; path: Path } | null {
  const [root, ...steps] = path.length > PATH_CHARS_MAX ? [] : (follow(documents, path)?.steps ?? []);
  const file = [...documents.keys()].find((name) => rootName(name) === root);
  return file === undefined ? null : { file, path: steps };
}

function follow(documents: Documents, path: string): { value: unknown; steps: (string | number)[] } | null {
  let value: unknown = Object.fromEntries(roots(documents));
  let rest = path.split('.');
  const steps: (string | number)[] = [];
  while (rest.length > 0) {
    const taken = step(value, rest);
    if (taken === null) return null;
    const key = rest.slice(0, taken.length).join('.');
    steps.push(Array.isArray(value) ? Number(key) : key);
    value = taken.value;
    rest = rest.slice(taken.length);
  }
  return { value, steps };
}

/** Every path that leads to a scalar, one after the other. */
export function* factPaths(documents: Documents): Generator<string> {
  // A list of what is still to visit, not recursion: documents may be nested as deep as they like.
  const open: [string, unknown][] = [...roots(documents)].reverse();
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const [path, value] = next;
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value).reverse()) open.push([`${path}.${key}`, inner]);
    } else if (value !== null) {
      yield path;
    }
  }
}

const roots = (documents: Documents): [string, JsonObject][] =>
  [...documents].map(([file, document]) => [rootName(file), document]);

function rootName(file: string): string {
  if (file === SUMMARY_FILE) return 'summary';
  const phase = phaseOf(file);
  return phase?.node ? `phase${phase.phase}.${phase.node}` : file.replace(/\.json$/, '');
}

/** One step down: the value under the longest key that fits, and how many parts of the path it took. */
function step(value: unknown, rest: readonly string[]): { value: unknown; length: number } | null {
  if (typeof value !== 'object' || value === null) return null;
  for (let length = Array.isArray(value) ? 1 : rest.length; length > 0; length -= 1) {
    const key = rest.slice(0, length).join('.');
    if (Array.isArray(value) && !/^\d+$/.test(key)) return null;
    if (Object.hasOwn(value, key)) return { value: (value as JsonObject)[key], length };
  }
  return null;
}
