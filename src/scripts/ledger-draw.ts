// A ledger as components/Ledger.astro writes it.

import { type Cell, hasManyColumns, isLong, type Ledger } from '../views/ledger.ts';
import { element } from './elements.ts';

export function drawLedger(ledger: Ledger): Node[] {
  const { caption, rows, folded, more, note, asides = [] } = ledger;
  return [
    drawTable(ledger, rows, caption),
    ...asides.map((text) => aside(text)),
    ...(more ? [aside(element('a', { href: more.href }, more.text))] : []),
    ...(folded ? [fold(folded.summary, drawTable(ledger, folded.rows, `${caption}: ${folded.summary}`))] : []),
    ...(note === null ? [] : [fold('What these columns mean', aside(note))]),
  ];
}

const aside = (inside: string | Node): HTMLElement => element('p', { className: 'aside' }, inside);

const fold = (summary: string, inside: HTMLElement): HTMLElement =>
  element('details', { className: 'fold' }, element('summary', {}, summary), inside);

function drawTable(ledger: Ledger, rows: Ledger['rows'], name: string): HTMLElement {
  const { isProse, columns, caption } = ledger;
  const classes = ['ledger', ...(isProse ? ['sentences'] : []), ...(hasManyColumns(ledger) ? ['stacks'] : [])];
  const table = element(
    'table',
    { className: classes.join(' ') },
    element('caption', { className: name === caption ? '' : 'quiet' }, name),
    element('thead', {}, element('tr', {}, ...columns.map(({ text, isNumber }) => headCell(text, isNumber)))),
    element('tbody', {}, ...rows.map((row) => drawRow(row, columns))),
  );
  return element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: name }, table);
}

const headCell = (text: string, isNumber: boolean): HTMLElement =>
  element('th', { scope: 'col', className: isNumber ? 'num' : '' }, text);

function drawRow({ mark, head, cells }: Ledger['rows'][number], columns: Ledger['columns']): HTMLElement {
  const marked = mark
    ? [
        element(
          'span',
          { className: mark.tone },
          element('b', { ariaHidden: 'true' }, mark.glyph),
          element('span', { className: 'quiet' }, mark.word),
        ),
      ]
    : [];
  const rowHead = element('th', { scope: 'row' }, ...marked, ' ', head);
  return element('tr', {}, rowHead, ...cells.map((cell, index) => drawCell(cell, columns[index + 1])));
}

function drawCell({ text, tone, href, links = [] }: Cell, column: Ledger['columns'][number] | undefined): HTMLElement {
  const className = [column?.isNumber ? 'num' : '', isLong(text) ? 'long' : '', tone ?? ''].filter(Boolean).join(' ');
  const ways = links.flatMap((link) => [' ', element('a', { href: link.href }, link.text)]);
  const cell = element('td', { className }, href ? element('a', { href }, text) : text, ...ways);
  if (column) cell.dataset.th = column.text;
  return cell;
}
