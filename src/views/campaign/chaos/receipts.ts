// Receipts: what was read of the machine while a fault held, and after it was healed. A fault without one proves nothing.

import type { JsonObject } from '../../../contract/reading.ts';
import { quantiles } from '../../../statistics/quantiles.ts';
import { numberAt, objectsAt } from '../../artifact-fields.ts';
import { count, type Ledger, numbers, SILENT, words } from '../../ledger.ts';
import { fewOf, leftOut } from '../../left-out.ts';
import { grouped } from '../../rounding.ts';
import type { ReportedClass } from './chaos-ledgers.ts';

const RECEIPTS_READ_MAX = 10_000;
const KINDS_SHOWN_MAX = 3;

export interface ReceiptsView {
  ledger: Ledger;
  /** What all of them show, in one line. */
  sentence: string;
  /** Every cycle has its receipt: the fault took effect, and was healed. */
  areWhole: boolean;
}

interface ClassReceipts {
  name: string;
  fault: JsonObject;
  receipts: JsonObject[];
}

/**
 * @param rows_max classes with a row; the sentence counts all
 * @param href where the document is
 */
export function receiptsView(classes: readonly ReportedClass[], rows_max: number, href: string): ReceiptsView | null {
  let unread = 0;
  const rows = classes.map(({ name, fault }) => {
    const receipts = objectsAt(fault, 'receipts');
    unread += Math.max(0, receipts.length - RECEIPTS_READ_MAX);
    return { name, fault, receipts: receipts.slice(0, RECEIPTS_READ_MAX) };
  });
  if (rows.every(({ receipts }) => receipts.length === 0)) return null;
  const cycles = rows.reduce((sum, row) => sum + cyclesOf(row), 0);
  const [took, healed] = (['took_effect', 'healed'] as const).map((key) =>
    rows.reduce((sum, { receipts }) => sum + proven(receipts, key), 0),
  ) as [number, number];
  return {
    ledger: { ...receiptsLedger(rows.slice(0, rows_max)), more: leftOut(unread, href, 'receipts, not counted here') },
    sentence: `Receipts: the fault took effect in ${grouped(took)} of ${grouped(cycles)} cycles, and was healed in ${grouped(healed)}`,
    areWhole: took === cycles && healed === cycles,
  };
}

const cyclesOf = ({ fault, receipts }: ClassReceipts): number => numberAt(fault, 'cycles') ?? receipts.length;

const proven = (receipts: readonly JsonObject[], key: 'took_effect' | 'healed'): number =>
  receipts.filter((receipt) => receipt[key] === true).length;

function receiptsLedger(rows: readonly ClassReceipts[]): Ledger {
  return {
    caption: 'Receipts: what shows that each fault took effect',
    columns: [
      ...words('Fault class', 'What was read'),
      ...numbers('Took effect', 'Healed', 'Ops inside, least', 'Median', 'Most'),
    ],
    rows: rows.map((row) => {
      const { name, receipts } = row;
      const of = grouped(cyclesOf(row));
      const inside = receipts.flatMap((receipt) => numberAt(receipt, 'ops_in_window') ?? []);
      const spread = quantiles(inside);
      const least = inside.reduce((a, b) => Math.min(a, b), Number.POSITIVE_INFINITY);
      return {
        mark: null,
        head: name,
        cells: [
          { text: kindsOf(receipts) },
          { text: `${grouped(proven(receipts, 'took_effect'))} of ${of}` },
          { text: `${grouped(proven(receipts, 'healed'))} of ${of}` },
          ...(spread === null
            ? [SILENT, SILENT, SILENT]
            : [
                { text: grouped(least), ...(least === 0 ? { tone: 'warn' as const } : {}) },
                count(spread.p50, ['faults', name, 'receipts']),
                count(spread.max, ['faults', name, 'receipts']),
              ]),
        ],
      };
    }),
    note: 'One receipt a cycle. The reading itself is listed with each cycle. Ops inside: operations invoked while the fault held.',
  };
}

function kindsOf(receipts: readonly JsonObject[]): string {
  const kinds = [...new Set(receipts.flatMap(({ kind }) => (typeof kind === 'string' ? kind.slice(0, 60) : [])))];
  return fewOf(kinds, KINDS_SHOWN_MAX) || 'no kind recorded';
}
