// Two sets of rows, field by field. A field that the other backend keeps less precisely counts under its own
// name only while it tells the same time at that precision; beyond it, under a name that nothing excuses.

import type { Memory, NewMemory } from '../../subjects/subject.ts';
import { canonical, digestOf } from '../workloads/digest.ts';

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
  for (const field of differences(before, after, coarser).flat()) counts.set(field, (counts.get(field) ?? 0) + 1);
  return Object.fromEntries([...counts].toSorted(([x], [y]) => (x < y ? -1 : 1)));
}

/** How many rows differ in any field, or are on one side only. */
export const differingRows = (before: readonly Memory[], after: readonly Memory[]): number =>
  differences(before, after, []).filter((fields) => fields.length > 0).length;

/** Rows that were sent and are not held as they were, and rows that nobody sent. Rows are matched by their title. */
export function rowsNotAsSent(sent: readonly NewMemory[], held: readonly Memory[]): number {
  const rest = Map.groupBy(held, (row) => row.title);
  const differing = sent.filter((memory) => {
    const row = rest.get(memory.title)?.shift();
    return row === undefined || digestOf(row, Object.keys(memory.metadata)) !== digestOf(memory);
  });
  return differing.length + [...rest.values()].flat().length;
}

/** The fields that differ, of every row of either side. */
function differences(before: readonly Memory[], after: readonly Memory[], coarser: readonly string[]): string[][] {
  const rest = Map.groupBy(after, (row) => row.id);
  const found = before.map((row) => {
    const other = rest.get(row.id)?.shift();
    return other ? fieldsThatDiffer(row, other, coarser) : [WHOLE_ROW];
  });
  return [...found, ...[...rest.values()].flat().map(() => [WHOLE_ROW])];
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
