// A ledger as components/Ledger.astro writes it.

import type { Cell, Ledger } from '../views/ledger.ts';
import { element } from './elements.ts';

export function drawLedger({ caption, isProse, columns, rows, note }: Ledger): Node[] {
  const table = element(
    'table',
    { className: isProse ? 'ledger sentences' : 'ledger' },
    element('caption', {}, caption),
    element('thead', {}, element('tr', {}, ...columns.map(({ text, isNumber }) => headCell(text, isNumber)))),
    element('tbody', {}, ...rows.map((row) => drawRow(row, columns))),
  );
  const scroll = element('div', { className: 'scroll', tabIndex: 0, role: 'region', ariaLabel: caption }, table);
  return note === null ? [scroll] : [scroll, element('p', { className: 'aside' }, note)];
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
  return element(
    'tr',
    {},
    rowHead,
    ...cells.map((cell, index) => drawCell(cell, columns[index + 1]?.isNumber === true)),
  );
}

function drawCell({ text, tone, href }: Cell, isNumber: boolean): HTMLElement {
  const className = [isNumber ? 'num' : '', tone ?? ''].filter(Boolean).join(' ');
  return element('td', { className }, href ? element('a', { href }, text) : text);
}
