// Two sets of rows, field by field. A field that the other backend keeps less precisely counts under its own
// name only while it tells the same time at that precision; beyond it, under a name that nothing excuses.

import type { Memory } from '../../subjects/subject.ts';
import { canonical } from '../workloads/digest.ts';

/** Backends keep microseconds at least: times that differ by a millisecond are different times. */
const COARSE_MS = 1;
const WHOLE_ROW = 'row';

/** Rows whose field differs, by field; rows that are on one side only count as `row`. Rows are matched by id. */
export function differingFields(
  before: readonly Memory[],
  after: readonly Memory[],
  coarser: readonly string[],
): Record<string, number> {
  const counts = new Map<string, number>();
  const count = (field: string): void => {
    counts.set(field, (counts.get(field) ?? 0) + 1);
  };
  const rest = new Map(after.map((row) => [row.id, row]));
  for (const row of before) {
    const other = rest.get(row.id);
    rest.delete(row.id);
    if (!other) count(WHOLE_ROW);
    else for (const field of fieldsThatDiffer(row, other, coarser)) count(field);
  }
  for (const _ of rest) count(WHOLE_ROW);
  return Object.fromEntries([...counts].toSorted(([x], [y]) => (x < y ? -1 : 1)));
}

function fieldsThatDiffer(row: Memory, other: Memory, coarser: readonly string[]): string[] {
  const [left, right] = [entriesOf(row), entriesOf(other)];
  const fields = [...new Set([...left.keys(), ...right.keys()])];
  return fields.flatMap((field) => {
    const [one, two] = [left.get(field), right.get(field)];
    if (JSON.stringify(canonical(one)) === JSON.stringify(canonical(two))) return [];
    return [coarser.includes(field) && !sameTime(one, two) ? `${field} (another time)` : field];
  });
}

const entriesOf = ({ rest, ...row }: Memory): Map<string, unknown> => new Map(Object.entries({ ...rest, ...row }));

const sameTime = (one: unknown, two: unknown): boolean =>
  Math.abs(Date.parse(String(one)) - Date.parse(String(two))) <= COARSE_MS;
