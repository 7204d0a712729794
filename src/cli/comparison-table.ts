// A comparison on a terminal: two lines a class, the established harness's above ours.

import { type Comparison, isMeasured, type Side } from '../contract/comparison.ts';

const COLUMNS = ['class', 'harness', 's/cycle', 'acked/cycle', 'in window', 'bound', 'by identity', 'missing'];
const UNKNOWN = '–';

export function comparisonTable({ classes }: Comparison): string {
  const rows = classes.flatMap(({ fault, established, ours }) => [
    [fault, 'established', ...cells(established)],
    ['', 'ours', ...cells(ours)],
  ]);
  const widths = COLUMNS.map((column, i) => Math.max(column.length, ...rows.map((row) => row[i]?.length ?? 0)));
  return [COLUMNS, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padEnd(widths[i] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** One line of progress. */
export const sideLine = (fault: string, harness: string, side: Side): string =>
  isMeasured(side)
    ? `${fault}, ${harness}: ${side.cycles} cycles of ${side.seconds_per_cycle} s, bound ${figure(side.bound_as_counted)}, by identity ${figure(side.bound_by_identity)}`
    : `${fault}, ${harness}: not measured: ${side.reason}`;

function cells(side: Side): string[] {
  if (!isMeasured(side)) return ['not measured'];
  return [
    String(side.seconds_per_cycle),
    String(side.acked_per_cycle),
    figure(side.ops_in_window),
    figure(side.bound_as_counted),
    figure(side.bound_by_identity),
    String(side.missing_for_good),
  ];
}

/** Cut, not rounded: a bound is never shown as more than it is. */
const figure = (value: number | null): string =>
  value === null ? UNKNOWN : String(Math.floor(value * 10_000) / 10_000);
