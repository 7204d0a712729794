// An anomaly that was found and is excluded is a check of its class that fails. Its element is in the row of the
// anomaly, beside what was found: a second list of the same would say nothing more.

import type { Cell, Ledger, LedgerRow } from '../../ledger.ts';
import type { CheckGroup } from './check-groups.ts';
import type { CheckRow } from './checks.ts';

export interface PlacedAnomalies {
  ledger: Ledger | null;
  /** The groups that have no row there. */
  rest: CheckGroup[];
}

/** @param failing checks that fail, each of one class or of a phase as a whole */
export function placeAnomalyChecks(ledger: Ledger | null, failing: readonly CheckGroup[]): PlacedAnomalies {
  if (ledger === null) return { ledger, rest: [...failing] };
  const keys = new Set(ledger.rows.map(({ key }) => key));
  const [own, rest] = [[] as CheckRow[], [] as CheckGroup[]];
  for (const group of failing) {
    if (group.rows.every((row) => keys.has(anomalyOf(row) ?? undefined) && anomalyOf(row) !== null))
      own.push(...group.rows);
    else rest.push(group);
  }
  return { ledger: { ...ledger, rows: ledger.rows.map((row) => withChecks(row, own)) }, rest };
}

const anomalyOf = ({ id }: CheckRow): string | null =>
  /^phase\d(?:\.[a-z][a-z0-9_]*)?\.anomaly\.([a-z_]+)$/.exec(id)?.[1] ?? null;
const classOf = ({ id }: CheckRow): string => /^phase\d\.([a-z][a-z0-9_]*)\.anomaly\./.exec(id)?.[1] ?? 'the run';

function withChecks(row: LedgerRow, checks: readonly CheckRow[]): LedgerRow {
  const own = checks.filter((check) => anomalyOf(check) === row.key);
  const last = row.cells.at(-1);
  if (own.length === 0 || last === undefined) return row;
  const cell: Cell = {
    ...last,
    // of several classes the words are no more than the counts that the checks give
    text: own.length === 1 ? last.text : '',
    checks: own.map((check) => ({
      id: check.id,
      ok: check.ok,
      name: classOf(check),
      expected: check.expected,
      got: check.got,
      at: check.evidence?.href ? { text: check.evidence.text, href: check.evidence.href } : null,
    })),
  };
  return { ...row, cells: [...row.cells.slice(0, -1), cell] };
}
