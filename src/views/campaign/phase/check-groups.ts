// The checks of a phase in the order in which they are read: what fails and what is undecided in sight, then what
// holds, behind its count.

import { counted, sentence } from '../../words.ts';
import type { CheckRow } from './checks.ts';
import { type AroundNodes, aroundNodes, byEqualNodes } from './equal-nodes.ts';

/** Checks that share a row: one, or the same check of several nodes. */
export interface CheckGroup extends AroundNodes {
  rows: CheckRow[];
}

export interface CheckGroups {
  /** What fails, then what is undecided. */
  open: CheckGroup[];
  folded: CheckGroup[];
  /** What is folded, in words. */
  summary: string;
}

export function checkGroups(rows: readonly CheckRow[]): CheckGroups {
  const isFolded = (row: CheckRow) => row.ok === 'true' || isSaidByItsCause(row, rows);
  const folded = rows.filter(isFolded);
  const open = rows.filter((row) => !isFolded(row));
  return {
    open: grouped([...open.filter(({ ok }) => ok === 'false'), ...open.filter(({ ok }) => ok === 'unknown')]),
    folded: grouped(folded),
    summary: summaryOf(folded),
  };
}

/** An artifact's own flag says no more than the check that failed beside it. */
function isSaidByItsCause(row: CheckRow, rows: readonly CheckRow[]): boolean {
  if (!isPassFlag(row)) return false;
  return rows.some(
    ({ id, ok, file }) =>
      !isPassFlag({ id }) && file === row.file && (ok === 'false' || (ok === 'unknown' && row.ok === 'unknown')),
  );
}

const isPassFlag = ({ id }: Pick<CheckRow, 'id'>): boolean => id.endsWith('.pass_flag');

function summaryOf(folded: readonly CheckRow[]): string {
  const holding = folded.filter(({ ok }) => ok === 'true').length;
  const holds = `${sentence(counted(holding, 'check'))} ${holding === 1 ? 'holds' : 'hold'}`;
  return holding === folded.length ? holds : `${holds}; the artifact’s own pass flag does not`;
}

const grouped = (rows: readonly CheckRow[]): CheckGroup[] =>
  byEqualNodes(rows, ({ ok, expected, got, aside }) => [ok, expected, got, aside]).map((members) => ({
    ...aroundNodes(members),
    rows: members,
  }));
