// What all charts share: the page's own inks and type, read when a chart is drawn, and a frame without ornament.

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

/** A font of the style sheet. */
const font = (name: string): string => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** Takes on a colour of the style sheet, so that it can be read as the theme in force resolves it. */
const probe = document.createElement('i');
probe.hidden = true;

/** A colour of the style sheet. */
export function ink(name: string): string {
  if (!probe.isConnected) document.body.append(probe);
  probe.style.color = `var(${name})`;
  return getComputedStyle(probe).color;
}

/** Draws the table of a host in the place that the page keeps for it; nothing where there is no such place. */
export function drawTable(host: HTMLElement, configuration: (table: HTMLTableElement) => ChartConfiguration): void {
  const table = host.querySelector('table');
  const canvas = table && canvasIn(host, table);
  if (table && canvas) drawInInk(canvas, () => configuration(table));
}

/** An empty canvas; null where the page keeps no place for it. */
function canvasIn(host: HTMLElement, table: HTMLTableElement): HTMLCanvasElement | null {
  const place = host.querySelector<HTMLElement>('.canvas');
  if (!place) return null;
  const canvas = document.createElement('canvas');
  canvas.setAttribute('role', 'img');
  canvas.setAttribute('aria-label', `${table.caption?.textContent}; the table below holds the figures`);
  place.hidden = false;
  place.append(canvas);
  return canvas;
}

/** Draws, and draws again in other inks when the reader turns to the other theme or to paper. */
function drawInInk(canvas: HTMLCanvasElement, configuration: () => ChartConfiguration): void {
  let chart: Chart | undefined;
  const draw = () => {
    chart?.destroy();
    Chart.defaults.font.family = font('--sans');
    Chart.defaults.font.size = 13;
    Chart.defaults.color = ink('--soft');
    Chart.defaults.borderColor = ink('--hair');
    chart = new Chart(canvas, configuration());
  };
  draw();
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', draw);
  document.addEventListener('themechange', draw);
}

/** The options of every chart. */
export const plain = () => ({
  animation: false as const,
  maintainAspectRatio: false,
  plugins: {
    legend: {
      position: 'bottom' as const,
      labels: { color: ink('--ink'), usePointStyle: true, boxWidth: 9, boxHeight: 9, padding: 18 },
    },
  },
});

export const axis = (text: string) => ({
  title: { display: text !== '', text, color: ink('--soft') },
  ticks: { color: ink('--soft') },
  grid: { color: ink('--hair') },
  border: { color: ink('--rule') },
});
