// The charts: bounds as one line a fault class with the threshold, outcomes as stacked bars. Both read the
// table that stands below them, so that a figure exists once.

import { Chart, type ChartConfiguration, LogarithmicScale } from 'chart.js';
import { axis, canvasIn, drawInInk, ink, plain } from './chart-ink.ts';
import { numberOf, rowsOf, textOf } from './chart-table.ts';

Chart.register(LogarithmicScale);

const SHAPES: Record<string, 'circle' | 'crossRot' | 'triangle'> = {
  PASS: 'circle',
  FAIL: 'crossRot',
  INCOMPLETE: 'triangle',
};
const INKS = ['--ink', '--link', '--warn', '--soft'];
const DASHES = [[], [7, 3], [2, 3], [9, 3, 2, 3], [4, 4], [1, 4], [11, 4], [3, 6]];
/** Nobody measures a fifth nine here; whatever is better stands on this line. */
const SHORTFALL_MIN = 0.0001;
/** Shortfalls that the axis names, each by its bound. */
const NINES: Record<number, string> = { 1: '0', 0.1: '0.9', 0.01: '0.99', 0.001: '0.999', [SHORTFALL_MIN]: '1' };

interface Table {
  labels: string[];
  series: string[];
  outcomes: string[];
  columns: { name: string; values: (number | null)[] }[];
}

export function draw(host: HTMLElement): void {
  const table = host.querySelector('table');
  const canvas = table && canvasIn(host, table);
  if (!table || !canvas) return;
  const read = readTable(table);
  const threshold = Number(host.dataset.threshold);
  drawInInk(canvas, () => (host.dataset.kind === 'outcomes' ? outcomes(read) : bounds(read, threshold)));
}

/** The axis counts nines: a bound of 0.995 is as far from 1 as from 0.95, and a linear axis shows neither. */
function bounds({ labels, series, outcomes, columns }: Table, threshold: number): ChartConfiguration {
  const isOneSeries = (from: number, to: number) => series[from] === series[to];
  const lines = columns.map(({ name, values }, index) => {
    const color = ink(INKS[index % INKS.length] ?? '--ink');
    return {
      label: name,
      data: values.map((value) => (value === null ? null : Math.max(1 - value, SHORTFALL_MIN))),
      borderColor: color,
      backgroundColor: ink('--paper'),
      borderDash: DASHES[index % DASHES.length] ?? [],
      borderWidth: 1.5,
      pointStyle: outcomes.map((outcome) => SHAPES[outcome] ?? 'circle'),
      pointRadius: 4.5,
      spanGaps: true,
      clip: false as const,
      segment: {
        borderColor: ({ p0DataIndex, p1DataIndex }: { p0DataIndex: number; p1DataIndex: number }) =>
          isOneSeries(p0DataIndex, p1DataIndex) ? color : 'transparent',
      },
    };
  });
  const limit = {
    label: `threshold ${threshold}`,
    data: labels.map(() => 1 - threshold),
    borderColor: ink('--fail'),
    borderWidth: 1,
    pointRadius: 0,
  };
  const { plugins, ...frame } = plain();
  return {
    type: 'line',
    data: { labels, datasets: [...lines, limit] },
    options: {
      ...frame,
      plugins: {
        legend: { ...plugins.legend, labels: { ...plugins.legend.labels, pointStyle: 'line', pointStyleWidth: 34 } },
        tooltip: {
          callbacks: {
            label: ({ dataset, dataIndex }) =>
              `${dataset.label}: ${columns.find(({ name }) => name === dataset.label)?.values[dataIndex] ?? threshold}`,
          },
        },
      },
      scales: {
        x: { ...axis(''), grid: { display: false }, ticks: ticksOf(labels, series) },
        y: {
          ...axis('convergence bound'),
          type: 'logarithmic',
          reverse: true,
          min: SHORTFALL_MIN,
          max: 1,
          afterBuildTicks: (scale) => {
            scale.ticks = [...Object.keys(NINES), 1 - threshold].map((value) => ({ value: Number(value) }));
          },
          ticks: { color: ink('--soft'), callback: (value) => NINES[Number(value)] ?? String(threshold) },
        },
      },
    },
  };
}

/** A campaign by its number, its series named where it begins and has the room. */
const ticksOf = (labels: readonly string[], series: readonly string[]) => ({
  color: ink('--soft'),
  autoSkip: true,
  autoSkipPadding: 4,
  maxRotation: 0,
  callback: (_value: unknown, index: number): string | string[] => {
    const [own = '', text = ''] = [series[index], labels[index]];
    if (own === '') return text;
    const number = text.slice(own.length + 1);
    const hasRoom = [index + 1, index + 2].every((next) => series[next] === own);
    return series[index - 1] !== own && hasRoom ? [number, own] : number;
  },
});

function outcomes({ labels, columns }: Table): ChartConfiguration {
  const inks = ['--pass', '--fail', '--warn'].map(ink);
  return {
    type: 'bar',
    data: {
      labels,
      datasets: columns.map(({ name, values }, index) => ({
        label: name,
        data: values,
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

function readTable(table: HTMLTableElement): Table {
  const rows = rowsOf(table);
  const names = [...table.querySelectorAll<HTMLTableCellElement>('thead [data-column]')];
  return {
    labels: rows.map((row) => textOf(row.cells[0])),
    series: rows.map((row) => row.dataset.series ?? ''),
    outcomes: rows.map((row) => row.querySelector<HTMLElement>('[data-outcome]')?.dataset.outcome ?? ''),
    columns: names.map((cell) => ({
      name: textOf(cell),
      values: rows.map((row) => numberOf(row.cells[cell.cellIndex])),
    })),
  };
}
