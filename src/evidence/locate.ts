// From a place in a document to the line of the file where it stands, so that every figure is one
// click from the bytes that it came from.

import { visit } from 'jsonc-parser';
import type { Path } from '../contract/reading.ts';

/**
 * The 1-based line of each path, in the same order; null where nothing stands there.
 * Of two fields of one name the last counts, as it does for `JSON.parse`. One pass over the text. Throws nothing: a text nested too deeply to walk gives nulls.
 */
export function locateLines(text: string, paths: readonly Path[]): (number | null)[] {
  const wanted = new Map(paths.map((path) => [keyOf(path), path.length === 0 ? 1 : null]));
  const record = (line: number, path: Path) => {
    const key = keyOf(path);
    if (wanted.has(key)) wanted.set(key, line + 1);
  };
  try {
    walk(text, paths, record);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return paths.map((path) => wanted.get(keyOf(path)) ?? null);
}

/** Calls back for every place whose last step is one that is looked for, down to the depth of the deepest path. */
function walk(text: string, paths: readonly Path[], record: (line: number, path: Path) => void): void {
  const depth_max = Math.max(0, ...paths.map((path) => path.length));
  const lastSteps = new Set(paths.map((path) => path.at(-1)));
  const item = (line: number, path: Path) => {
    const step = path.at(-1);
    if (typeof step === 'number' && lastSteps.has(step)) record(line, path);
  };
  /** What lies below the deepest path is scanned and not told. */
  const begin = (line: number, path: Path): boolean => {
    item(line, path);
    return path.length < depth_max;
  };
  const hasItems = paths.some((path) => typeof path.at(-1) === 'number');
  visit(text, {
    onObjectProperty: (name, _offset, _length, line, _column, pathOf) => {
      if (lastSteps.has(name)) record(line, [...pathOf(), name]);
    },
    onObjectBegin: (_offset, _length, line, _column, pathOf) => begin(line, pathOf()),
    onArrayBegin: (_offset, _length, line, _column, pathOf) => begin(line, pathOf()),
    // Without these the walk would not notice that what it keeps quiet about is over.
    onObjectEnd: () => undefined,
    onArrayEnd: () => undefined,
    ...(hasItems ? { onLiteralValue: (_value, _offset, _length, line, _column, pathOf) => item(line, pathOf()) } : {}),
  });
}

const keyOf = (path: Path): string => JSON.stringify(path);
