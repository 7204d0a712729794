// Figures that do not fit the form in which pages print numbers are shown shortened. The number as it was written
// is one click away: this gives each of them the address of its line.

import type { Entry } from '../../catalogue/catalogue.ts';
import { textOf } from '../../catalogue/texts.ts';
import type { Path } from '../../contract/reading.ts';
import { locateLines } from '../../evidence/locate.ts';
import type { Cell } from '../ledger.ts';
import { lineHref } from './raw.ts';

/** Lines looked up for one phase; further figures lead to the artifact. */
const LINES_MAX = 1000;

interface Source {
  file: string;
  /** Where the document stands in the file. */
  path: Path;
}

/** The same view, every shortened figure in it a link. */
export function withRawLinks<T>(root: string, entry: Entry, { file, path }: Source, view: T): T {
  const shortened = cellsIn(view);
  if (shortened.length === 0) return view;
  const paths = shortened.slice(0, LINES_MAX).map(({ at = [] }) => [...path, ...at]);
  const lines = locateLines(textOf(root, entry, file), paths);
  for (const [index, cell] of shortened.entries()) {
    cell.href ??= lineHref(entry, file, lines[index] ?? null) ?? undefined;
  }
  return view;
}

function cellsIn(view: unknown): Cell[] {
  if (Array.isArray(view)) return view.flatMap(cellsIn);
  if (typeof view !== 'object' || view === null) return [];
  if ('at' in view && 'text' in view) return [view as Cell];
  return Object.values(view).flatMap(cellsIn);
}
