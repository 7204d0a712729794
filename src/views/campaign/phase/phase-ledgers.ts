// What phases 2 and 3 measured beyond their checks, as ledgers: what each node holds of the acked writes and
// after how long, and what came back from the other backend.

import { objectAt } from '../../../contract/json-object.ts';
import type { JsonObject, Path } from '../../../contract/reading.ts';
import { numberAt, objectsAt } from '../../artifact-fields.ts';
import { type Cell, count, figure, type Ledger, numbers, offence, SILENT, words } from '../../ledger.ts';
import { fewOf, leftOut } from '../../left-out.ts';
import { grouped, milliseconds } from '../../rounding.ts';

const ROWS_MAX = 12;
const FIELDS_MAX = 12;

/**
 * Of the document of phase 2; null where it counts no identities.
 * @param href where the document is
 */
export function identityLedger(document: JsonObject, href: string): Ledger | null {
  const identity = objectAt(document, 'identity');
  const all = Object.keys(identity);
  const nodes = all.filter((node) => node.length <= 20).slice(0, ROWS_MAX);
  if (nodes.length === 0) return null;
  return {
    caption: 'What each node holds of the acked writes, looked up by id',
    columns: [...words('Node'), ...numbers('Acked', 'Present and equal', 'Missing', 'Differing', 'All there after')],
    rows: [...Map.groupBy(nodes, (node) => JSON.stringify(shownOf(objectAt(identity, node)))).values()].map((equal) => {
      const [node = ''] = equal;
      const found = objectAt(identity, node);
      return {
        mark: null,
        head: equal.join(', '),
        cells: [
          ...['acked', 'present_equal'].map((key) => count(numberAt(found, key), ['identity', node, key])),
          ...['missing', 'differing'].map((key) => offence(numberAt(found, key), ['identity', node, key])),
          convergedCell(
            equal.map((one) => objectAt(identity, one)),
            ['identity', node, 'converged_ms'],
          ),
        ],
      };
    }),
    more: leftOut(all.length - nodes.length, href, 'nodes'),
    note: 'Counted from the last ack until the node was seen to hold every acked write with the content that was sent.',
  };
}

/** Nodes that differ in nothing but the milliseconds that they took share a row. */
const shownOf = (found: JsonObject): unknown[] => [
  ...['acked', 'present_equal', 'missing', 'differing'].map((key) => numberAt(found, key)),
  found.converged_ms === null ? 'not in time' : typeof numberAt(found, 'converged_ms'),
];

/** @param all equal in all but their times */
function convergedCell(all: readonly JsonObject[], at: Path): Cell {
  const times = all.flatMap((found) => numberAt(found, 'converged_ms') ?? []);
  const [least, most] = [Math.min(...times), Math.max(...times)];
  if (times.length === 0) return all[0]?.converged_ms === null ? { text: 'not in time', tone: 'fail' } : SILENT;
  const words = [...new Set([least, most].map(milliseconds))];
  return figure(most, at, `${words.join(' to ')} ms`);
}

/**
 * Of the document of phase 3; null where it made no round trips.
 * @param href where the document is
 */
export function roundTripLedger(document: JsonObject, href: string): Ledger | null {
  const all = objectsAt(document, 'round_trips');
  const trips = all.slice(0, ROWS_MAX);
  if (trips.length === 0) return null;
  return {
    caption: 'Round trips, every row compared by a digest of its content',
    columns: [
      ...words('Moved'),
      ...numbers('Read', 'Written', 'Back'),
      ...words('Fields that differ', 'Coarser by declaration'),
    ],
    rows: trips.map((trip, index) => ({
      mark: null,
      head: `${grouped(numberAt(trip, 'rows') ?? 0)} rows`,
      cells: [
        ...['read', 'written', 'back'].map((key) => count(numberAt(trip, key), ['round_trips', index, key])),
        differingCell(trip),
        differingCell(trip, true),
      ],
    })),
    more: leftOut(all.length - trips.length, href, 'round trips'),
    note: 'A field that is declared coarser is a time of which the other backend has fewer digits; it may differ, and is counted all the same.',
  };
}

/** The fields that differ in some row: those declared coarser, or all the others. Only a time can be coarser. */
function differingCell(trip: JsonObject, isDeclared = false): Cell {
  const declared = Array.isArray(trip.declared_coarser) ? trip.declared_coarser : [];
  const fields = objectAt(trip, 'differing_fields');
  const differing = Object.keys(fields).filter(
    (field) => (field.endsWith('_at') && declared.includes(field)) === isDeclared && (numberAt(fields, field) ?? 0) > 0,
  );
  const text = fewOf(
    differing.map((field) => `${field.slice(0, 40)} in ${grouped(numberAt(fields, field) ?? 0)}`),
    FIELDS_MAX,
  );
  if (text !== '') return { text, ...(isDeclared ? {} : { tone: 'fail' }) };
  return typeof trip.differing_fields === 'object' ? { text: 'none' } : SILENT;
}
