// Pieces of Markdown, as trees that a serializer escapes. Text of artifacts is hostile: what would call a person, refer
// to an issue or become a link by itself is set as code, where it stays the text that it is.

import { visibleLine } from '../../contract/visible-text.ts';
import type { Cell, Ledger } from '../../views/ledger.ts';
import type { Block, Phrase, Table, TableRow } from './tree.ts';

const TEXT_CHARS_MAX = 300;

/** People, issues and changes, commits, addresses; everything that a host of repositories turns into a link. */
const SPEAKS =
  /(?:[\w./-]*[@#][\w./-]+|\bGH-\d+|\b[0-9a-f]{7,64}\b|\b[a-z][a-z0-9+.-]*:\/\/\S*|\bwww\.\S*|\bmailto:\S*)/i;

/** Words of this project with names of artifacts among them. */
export function prose(text: string): Phrase[] {
  const line = visibleLine(text, TEXT_CHARS_MAX);
  const found: Phrase[] = [];
  let rest = line;
  for (let at = SPEAKS.exec(rest); at !== null; at = SPEAKS.exec(rest)) {
    if (at.index > 0) found.push({ type: 'text', value: rest.slice(0, at.index) });
    found.push({ type: 'inlineCode', value: at[0] });
    rest = rest.slice(at.index + at[0].length);
  }
  return rest === '' ? found : [...found, { type: 'text', value: rest }];
}

/** A value as it was found. */
export const value = (text: string): Phrase => ({
  type: 'inlineCode',
  value: visibleLine(text, TEXT_CHARS_MAX).trim() || ' ',
});

export const strong = (text: string): Phrase => ({ type: 'strong', children: prose(text) });
export const paragraph = (...children: Phrase[]): Block => ({ type: 'paragraph', children });
export const heading = (depth: 2 | 3, text: string): Block => ({
  type: 'heading',
  depth,
  children: prose(text),
});

/** A link where it leads to a site, else its words. */
export const link = (text: string, href: string | null | undefined): Phrase[] =>
  href && /^https?:\/\//.test(href) ? [{ type: 'link', url: href, children: [value(text)] }] : [value(text)];

export const table = (head: readonly string[], rows: readonly Phrase[][][]): Table => ({
  type: 'table',
  children: [rowOf(head.map((text) => prose(text))), ...rows.map(rowOf)],
});

const rowOf = (cells: readonly Phrase[][]): TableRow => ({
  type: 'tableRow',
  children: cells.map((children) => ({ type: 'tableCell', children })),
});

/** A table of the pages, with the links that it has there. */
export function ledgerTable({ columns, rows }: Ledger): Table {
  const marked = rows.some(({ mark }) => mark !== null);
  return table(
    [...(marked ? [''] : []), ...columns.map(({ text }) => text)],
    rows.map(({ mark, head, cells }) => [
      ...(marked ? [prose(mark?.glyph ?? '')] : []),
      prose(head),
      ...cells.map(cellOf),
    ]),
  );
}

const cellOf = ({ text, href }: Cell): Phrase[] => (text === '' ? [] : href ? link(text, href) : [value(text)]);
