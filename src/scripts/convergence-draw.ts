// A line a fault class, from its median time to its longest, with the quantiles between. The figures are read
// from the ledger that stands below, so that each exists once.

import { Chart, type ChartConfiguration, type ChartDataset, type LegendItem } from 'chart.js';
import { faultInk } from '../views/fault-ink.ts';
import { axis, drawTable, ink, plain } from './chart-ink.ts';
import { numberOf, rowsOf, textOf } from './chart-table.ts';

const POINTS = ['circle', 'triangle', 'rectRot', 'line'] as const;

export const draw = (host: HTMLElement): void => drawTable(host, configuration);

function configuration(table: HTMLTableElement): ChartConfiguration {
  const rows = rowsOf(table);
  const names = [...(table.tHead?.rows[0]?.cells ?? [])].slice(1, 1 + POINTS.length).map(textOf);
  const labels = rows.map((row) => textOf(row.cells[0]));
  const inks = labels.map((name) => ink(`--${faultInk(name).ink}`));
  const times = rows.map((row) => names.map((_, index) => numberOf(row.cells[index + 1])));
  const points = names.map((label, index) => ({
    type: 'line' as const,
    label,
    data: times.map((row) => row[index] ?? null),
    showLine: false,
    pointStyle: POINTS[index] ?? 'circle',
    // a tick that reaches out of the mark of a quantile of the same time
    pointRadius: index === POINTS.length - 1 ? 10 : 5.5,
    pointHoverRadius: index === POINTS.length - 1 ? 12 : 7,
    pointRotation: index === POINTS.length - 1 ? 90 : 0,
    borderColor: inks,
    borderWidth: 1.5,
    backgroundColor: index === 0 ? inks : ink('--paper'),
  }));
  const span = {
    type: 'bar' as const,
    label: 'span',
    data: times.map(spanOf),
    barThickness: 2,
    backgroundColor: ink('--soft'),
  };
  const { plugins, ...frame } = plain();
  const isPoint = (label: string | undefined) => label !== span.label;
  return {
    type: 'bar',
    data: { labels, datasets: [...points, span] as ChartDataset<'bar'>[] },
    options: {
      ...frame,
      indexAxis: 'y',
      plugins: {
        tooltip: { filter: ({ dataset }) => isPoint(dataset.label) },
        legend: {
          ...plugins.legend,
          labels: { ...plugins.legend.labels, filter: ({ text }) => isPoint(text), generateLabels: inInk },
        },
      },
      scales: {
        x: { ...axis('milliseconds'), beginAtZero: true },
        y: { ...axis(''), grid: { display: false }, ticks: { color: ink('--ink') } },
      },
    },
  };
}

/** The quantiles are shapes, whatever class they are of. */
const inInk = (chart: Chart): LegendItem[] =>
  Chart.defaults.plugins.legend.labels.generateLabels(chart).map((label, index) => ({
    ...label,
    strokeStyle: ink('--ink'),
    fillStyle: ink(index === 0 ? '--ink' : '--paper'),
  }));

function spanOf(times: readonly (number | null)[]): [number, number] | null {
  const known = times.filter((time) => time !== null);
  return known.length === 0 ? null : [Math.min(...known), Math.max(...known)];
}
