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
  const depth_max = Math.max(0, ...paths.map((path) => path.length));
  try {
    walk(text, depth_max, record);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
  }
  return paths.map((path) => wanted.get(keyOf(path)) ?? null);
}

/** Calls back for every property and every list item down to a depth. */
function walk(text: string, depth_max: number, record: (line: number, path: Path) => void): void {
  const isItem = (path: Path) => typeof path.at(-1) === 'number' && path.length <= depth_max;
  const item = (line: number, pathOf: () => Path) => {
    const path = pathOf();
    if (isItem(path)) record(line, path);
  };
  visit(text, {
    onObjectProperty: (name, _offset, _length, line, _column, pathOf) => {
      const path = pathOf();
      if (path.length < depth_max) record(line, [...path, name]);
    },
    onObjectBegin: (_offset, _length, line, _column, pathOf) => item(line, pathOf),
    onArrayBegin: (_offset, _length, line, _column, pathOf) => item(line, pathOf),
    onLiteralValue: (_value, _offset, _length, line, _column, pathOf) => item(line, pathOf),
  });
}

const keyOf = (path: Path): string => JSON.stringify(path);
