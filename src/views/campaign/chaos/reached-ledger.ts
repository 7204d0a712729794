// What the cycles of each fault class really came to do, with the zeros: what was never tried was never tested.

import { objectAt } from '../../../contract/json-object.ts';
import { REACHED, REACHED_NAMES } from '../../../contract/reached.ts';
import { numberAt } from '../../artifact-fields.ts';
import { count, type Ledger, numbers, SILENT, words } from '../../ledger.ts';
import { counted } from '../../words.ts';
import type { ReportedClass } from './chaos-ledgers.ts';

/** null where no class recorded it. */
export function reachedLedger(classes: readonly ReportedClass[]): Ledger | null {
  const recorded = classes
    .map(({ name, fault }) => ({ name, reached: objectAt(fault, 'reached') }))
    .filter(({ reached }) => Object.keys(reached).length > 0);
  if (recorded.length === 0) return null;
  const rows = REACHED_NAMES.map((what) => {
    const found = recorded.map(({ name, reached }) => ({ name, cycles: numberAt(reached, what) }));
    const cells = found.map(({ name, cycles }) =>
      cycles === null ? SILENT : count(cycles, ['faults', name, 'reached', what]),
    );
    return { row: { mark: null, head: REACHED[what], cells }, isNever: found.every(({ cycles }) => !cycles) };
  });
  const never = rows.filter(({ isNever }) => isNever).map(({ row }) => row);
  const reached = rows.filter(({ isNever }) => !isNever).map(({ row }) => row);
  return {
    caption: 'Cycles that never were',
    isProse: true,
    columns: [...words('A cycle in which'), ...numbers(...recorded.map(({ name }) => name))],
    rows: never,
    folded: { summary: `${counted(reached.length, 'kind')} of cycle that did happen`, rows: reached },
    note: 'In how many cycles of each class it happened. Nothing is judged by it; a zero says that this was not tried.',
  };
}
