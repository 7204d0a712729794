// The charts: bounds as one line a fault class with the threshold, outcomes as stacked bars. Both read the
// table that stands below them, so that a figure exists once.

import {
  BarController,
  BarElement,
  CategoryScale,
  Chart,
  type ChartConfiguration,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
} from 'chart.js';

Chart.register(
  BarController,
  BarElement,
  CategoryScale,
  Legend,
  LinearScale,
  LineController,
  LineElement,
  PointElement,
  Tooltip,
);

const SHAPES: Record<string, 'circle' | 'crossRot' | 'triangle'> = {
  PASS: 'circle',
  FAIL: 'crossRot',
  INCOMPLETE: 'triangle',
};
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [4, 4], [1, 4], [10, 4], [3, 6]];

interface Table {
  labels: string[];
  outcomes: string[];
  columns: { name: string; values: (number | null)[] }[];
}

export function draw(host: HTMLElement): void {
  const table = host.querySelector('table');
  const place = host.querySelector<HTMLElement>('.canvas');
  if (!table || !place) return;
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${table.caption?.textContent}; the table below holds the figures`);
  place.hidden = false;
  place.append(canvas);
  const read = readTable(table);
  if (host.dataset.kind === 'outcomes') new Chart(canvas, outcomes(read));
  else new Chart(canvas, bounds(read, Number(host.dataset.threshold)));
}

const ink = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

function bounds({ labels, outcomes, columns }: Table, threshold: number): ChartConfiguration<'line'> {
  const inks = ['--pass', '--link', '--fail', '--warn', '--idle'].map(ink);
  const lines = columns.map(({ name, values }, index) => ({
    label: name,
    data: values,
    borderColor: inks[index % inks.length] ?? ink('--ink'),
    borderDash: DASHES[index % DASHES.length] ?? [],
    borderWidth: 1.5,
    pointStyle: outcomes.map((outcome) => SHAPES[outcome] ?? 'circle'),
    pointRadius: 4,
    spanGaps: true,
  }));
  const limit = {
    label: `threshold ${threshold}`,
    data: labels.map(() => threshold),
    borderColor: ink('--ink'),
    borderWidth: 1,
    pointStyle: 'line' as const,
    pointRadius: 0,
  };
  return {
    type: 'line',
    data: { labels, datasets: [...lines, limit] },
    options: { ...frame(), scales: { ...axes(), y: { ...axes().y, min: 0, max: 1.1 } } },
  };
}

function outcomes({ labels, columns }: Table): ChartConfiguration<'bar'> {
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
      ...frame(),
      scales: {
        x: { ...axes().x, stacked: true },
        y: { ...axes().y, stacked: true, ticks: { color: ink('--soft'), precision: 0 } },
      },
    },
  };
}

const axes = () => ({
  x: { ticks: { color: ink('--soft'), maxRotation: 60, autoSkip: true }, grid: { display: false } },
  y: { ticks: { color: ink('--soft') }, grid: { color: ink('--hair') } },
});

const frame = () => ({
  animation: false as const,
  maintainAspectRatio: false,
  color: ink('--ink'),
  font: { family: ink('--font-sans') },
  plugins: { legend: { position: 'bottom' as const, labels: { color: ink('--ink'), usePointStyle: true } } },
});

function readTable(table: HTMLTableElement): Table {
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const names = [...table.querySelectorAll<HTMLTableCellElement>('thead [data-column]')];
  const text = (row: HTMLTableRowElement, index: number) => row.cells[index]?.textContent?.trim() ?? '';
  return {
    labels: rows.map((row) => text(row, 0)),
    outcomes: rows.map((row) => row.querySelector<HTMLElement>('[data-outcome]')?.dataset.outcome ?? ''),
    columns: names.map((cell) => ({
      name: cell.textContent ?? '',
      values: rows.map((row) => (text(row, cell.cellIndex) === '–' ? null : Number(text(row, cell.cellIndex)))),
    })),
  };
}
