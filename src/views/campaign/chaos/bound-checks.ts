// The bound of a class and the check of it are one row: what is shown as a figure is not listed a second time as a
// check. Only what fails or is undecided has its check there; a class that holds has its own behind the count of those.

import type { CheckGroup, CheckGroups } from '../phase/check-groups.ts';
import type { CheckRow } from '../phase/checks.ts';
import type { FaultRow } from './fault-row.ts';

export interface PlacedChecks {
  rows: FaultRow[];
  /** What else fails. */
  failing: CheckGroup[];
  /** What else is undecided. */
  undecided: CheckGroup[];
}

/** @param rows in the order in which they are read: what fails, what is undecided, what holds */
export function placeChecks(rows: readonly FaultRow[], { open, folded }: CheckGroups): PlacedChecks {
  const byId = (groups: readonly CheckGroup[]) =>
    new Map(groups.flatMap((group) => group.rows.map((row) => [row.id, row])));
  const [opened, held] = [byId(open), byId(folded)];
  const placed = rows.map((row) => {
    const check = opened.get(row.id) ?? null;
    return { ...row, check, bound: withEvidence(row.bound, check ?? held.get(row.id)) };
  });
  const rest = open.filter((group) => !rows.some(({ id }) => group.rows.some((row) => row.id === id)));
  return {
    rows: placed,
    failing: rest.filter(({ rows: [first] }) => first?.ok === 'false'),
    undecided: rest.filter(({ rows: [first] }) => first?.ok !== 'false'),
  };
}

/** The way to the line of the number, as its check has it. */
const withEvidence = (bound: FaultRow['bound'], check: CheckRow | undefined): FaultRow['bound'] => {
  const href = bound.href ?? check?.evidence?.href ?? undefined;
  return href === undefined ? bound : { ...bound, href };
};
