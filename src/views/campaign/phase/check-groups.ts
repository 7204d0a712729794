// The checks of a phase in the order in which they are read: what fails and what is undecided in sight, then what
// holds, behind its count. Nodes of which a check says the same share a row, until one of them differs.

import { counted, sentence } from '../../words.ts';
import type { CheckRow } from './checks.ts';

/** Checks that share a row: one, or the same check of several nodes. */
export interface CheckGroup {
  /** What the row is about, in front of the names of its nodes and behind them; without nodes all of it is in front. */
  before: string;
  after: string;
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

function grouped(rows: readonly CheckRow[]): CheckGroup[] {
  return [...Map.groupBy(rows, keyOf).values()].map((members) => ({ ...wordsOf(members), rows: members }));
}

/** Equal for rows that differ in their node alone. */
function keyOf(row: CheckRow): string {
  if (row.node === null) return row.id;
  const { before, after } = aroundNode(row);
  return JSON.stringify([before, after, row.ok, row.expected, row.got, row.aside]);
}

function wordsOf(members: readonly CheckRow[]): Pick<CheckGroup, 'before' | 'after'> {
  const [first] = members;
  if (!first || members.length === 1) return { before: first?.label ?? '', after: '' };
  return aroundNode(first);
}

/** `Node a recalls it` around the name of its node; a label that does not name it is followed by it. */
function aroundNode({ label, node }: CheckRow): Pick<CheckGroup, 'before' | 'after'> {
  const named = `Node ${node} `;
  return label.startsWith(named)
    ? { before: 'Node ', after: ` ${label.slice(named.length)}` }
    : { before: `${label}, node `, after: '' };
}
