// Outcomes by month as stacked bars. The figures are read from the table that stands below, so that each exists once.

import type { ChartConfiguration } from 'chart.js';
import { axis, drawTable, ink, plain } from './chart-ink.ts';
import { numberOf, rowsOf, textOf } from './chart-table.ts';

export const draw = (host: HTMLElement): void => drawTable(host, configuration);

function configuration(table: HTMLTableElement): ChartConfiguration {
  const rows = rowsOf(table);
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1).map(textOf);
  const inks = ['--pass', '--fail', '--warn'].map(ink);
  return {
    type: 'bar',
    data: {
      labels: rows.map((row) => textOf(row.cells[0])),
      datasets: names.map((label, index) => ({
        label,
        data: rows.map((row) => numberOf(row.cells[index + 1])),
        backgroundColor: inks[index] ?? ink('--idle'),
        maxBarThickness: 40,
      })),
    },
    options: {
      ...plain(),
      scales: {
        x: { ...axis(''), stacked: true, grid: { display: false } },
        y: { ...axis('campaigns'), stacked: true, ticks: { color: ink('--soft'), precision: 0 } },
      },
    },
  };
}
