// Rows as a table for a terminal: words to the left, figures to the right.

import { inBytes, type Row } from './budget.ts';

const COLUMNS: [title: string, cell: (row: Row) => string][] = [
  ['what', ({ what }) => what],
  ['wall', ({ wall_ms }) => seconds(wall_ms)],
  ['bare pages', ({ bare_pages }) => bare_pages?.toFixed(1) ?? ''],
  ['cpu', ({ cpu_ms }) => seconds(cpu_ms)],
  ['of cpu', ({ bare_pages_cpu }) => bare_pages_cpu?.toFixed(1) ?? ''],
  ['peak memory', ({ peak_rss_bytes }) => bytes(peak_rss_bytes)],
  ['output', ({ output_bytes }) => bytes(output_bytes)],
  ['ms per added campaign', ({ added_campaign_ms }) => added_campaign_ms?.toFixed(2) ?? ''],
  ['cpu ms', ({ added_campaign_cpu_ms }) => added_campaign_cpu_ms?.toFixed(2) ?? ''],
  ['page, gzip', ({ page_bytes }) => bytes(page_bytes)],
  ['budget', ({ budget }) => budget],
  ['', ({ judgement }) => (judgement === 'none' ? '' : judgement)],
];
const WORDS = new Set(['what', 'budget', '']);

export function tableOf(rows: readonly Row[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, cell]) => cell(row)))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map((line) => line[column]?.length ?? 0)));
  const pad = (text: string, column: number) =>
    WORDS.has(COLUMNS[column]?.[0] ?? '') ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0);
  return `${cells.map((line) => line.map(pad).join('  ').trimEnd()).join('\n')}\n`;
}

/** Columns of words. */
export function aligned(lines: readonly (readonly string[])[]): string {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  const padded = lines.map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '));
  return `${padded.map((line) => line.trimEnd()).join('\n')}\n`;
}

const bytes = (count: number | null): string => (count === null ? '' : inBytes(count));
const seconds = (ms: number | null): string => (ms === null ? '' : `${(ms / 1000).toFixed(2)} s`);
