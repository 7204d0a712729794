import { expect, it } from 'vitest';
import { labelledCells } from '../../../src/views/guides/table-labels.ts';

const table = (heads: string[], cells: string[]) =>
  `<thead><tr>${heads.map((head) => `<th>${head}</th>`).join('')}</tr></thead><tbody><tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr></tbody>`;

it('The cells of a guide’s table say what their column is, but for the first', () => {
  const rows = labelledCells(table(['class', 'what <b>is</b> done', 'the "proof"'], ['kill', 'a', 'b']));
  expect(rows).toContain('<td class="head">kill</td><td class="long" data-th="what is done">a</td>');
  expect(rows).toContain('<td class="long" data-th="the &quot;proof&quot;">b</td>');
});

it('Where only one other column is, its cells need no name', () => {
  expect(labelledCells(table(['phase', 'question'], ['1', 'a']))).toContain('<td class="long">a</td>');
});
