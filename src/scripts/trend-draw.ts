// The chart itself: one line a fault class, the threshold, and the outcome of each campaign as its points' shape.

import { CategoryScale, Chart, LinearScale, LineController, LineElement, PointElement, Tooltip, Legend } from 'chart.js';

Chart.register(CategoryScale, LinearScale, LineController, LineElement, PointElement, Tooltip, Legend);

const SHAPES: Record<string, 'circle' | 'crossRot' | 'triangle'> = { PASS: 'circle', FAIL: 'crossRot', INCOMPLETE: 'triangle' };
const DASHES = [[], [6, 3], [2, 3], [8, 3, 2, 3], [4, 4], [1, 4], [10, 4], [3, 6]];

export function draw(host: HTMLElement): void {
  const table = host.querySelector('table');
  const place = host.querySelector<HTMLElement>('.canvas');
  if (!table || !place) return;
  const { labels, outcomes, lines } = readTable(table);
  const threshold = Number(host.dataset.threshold);
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', 'Convergence bound of each fault class by campaign; the table below holds the figures');
  place.hidden = false;
  place.append(canvas);
  const style = getComputedStyle(document.documentElement);
  const ink = (name: string) => style.getPropertyValue(name).trim();
  const inks = [ink('--pass'), ink('--link'), ink('--fail'), ink('--warn'), ink('--idle')];
  new Chart(canvas, {
    type: 'line',
    data: {
      labels,
      datasets: [
        ...lines.map(({ name, values }, index) => ({
          label: name,
          data: values,
          borderColor: inks[index % inks.length] ?? ink('--ink'),
          borderDash: DASHES[index % DASHES.length] ?? [],
          borderWidth: 1.5,
          pointStyle: outcomes.map((outcome) => SHAPES[outcome] ?? 'circle'),
          pointRadius: 4,
          spanGaps: true,
        })),
        { label: `threshold ${threshold}`, data: labels.map(() => threshold), borderColor: ink('--ink'), borderWidth: 1, pointRadius: 0 },
      ],
    },
    options: {
      animation: false,
      maintainAspectRatio: false,
      color: ink('--ink'),
      scales: {
        y: { min: 0, max: 1.05, ticks: { color: ink('--soft') }, grid: { color: ink('--hair') } },
        x: { ticks: { color: ink('--soft'), maxRotation: 60, autoSkip: true }, grid: { display: false } },
      },
      plugins: { legend: { position: 'bottom', labels: { color: ink('--ink'), usePointStyle: true } } },
    },
  });
}

function readTable(table: HTMLTableElement) {
  const names = [...table.querySelectorAll('thead [data-class]')].map((cell) => cell.textContent ?? '');
  const rows = [...table.tBodies].flatMap((body) => [...body.rows]);
  const cell = (row: HTMLTableRowElement, index: number) => row.cells[index]?.textContent?.trim() ?? '';
  return {
    labels: rows.map((row) => cell(row, 0)),
    outcomes: rows.map((row) => row.querySelector<HTMLElement>('[data-outcome]')?.dataset.outcome ?? ''),
    lines: names.map((name, index) => ({
      name,
      values: rows.map((row) => (cell(row, index + 3) === '–' ? null : Number(cell(row, index + 3)))),
    })),
  };
}
