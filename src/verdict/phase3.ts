// Phase 3, migration: every row goes to the other backend and comes back, and doing it twice changes nothing.

import { figureInWords } from '../contract/figure-form.ts';
import { isObject } from '../contract/json-object.ts';
import { MIGRATION_ROWS_DEFAULT } from '../contract/names.ts';
import type { Check } from '../contract/verdict.ts';
import { check, emptyList, equals, passFlag, type Source } from './check.ts';
import { asCount, asList, asNumber, valueAt } from './field.ts';

const ERROR_LISTS = [
  ['forward_errors', 'report_forward', 'SQLite to Postgres without errors'],
  ['idempotent_errors', 'report_idempotent', 'The same again without errors'],
  ['reverse_errors', 'report_reverse', 'Postgres to SQLite without errors'],
] as const;

export function phase3Checks(source: Source): Check[] {
  const expected = expectedRows(source);
  const rows = expected === null ? 'expected_count rows' : figureInWords(expected);
  return [
    check(source, {
      id: 'phase3.src_count',
      label: 'The source holds the seeded rows',
      expected: rows,
      path: ['src_count'],
      needs: [['expected_count']],
      holds: equals(expected),
    }),
    check(source, {
      id: 'phase3.dst_count',
      label: 'As many come back',
      expected: rows,
      path: ['dst_count'],
      needs: [['expected_count']],
      holds: equals(expected),
    }),
    ...ERROR_LISTS.map(([id, report, label]) =>
      check(source, { id: `phase3.${id}`, label, expected: 'none', path: [report, 'errors'], holds: emptyList }),
    ),
    check(source, {
      id: 'phase3.idempotent',
      label: 'The second run writes the same rows',
      expected: rows,
      path: ['report_idempotent', 'memories_written'],
      needs: [['expected_count']],
      holds: equals(expected),
    }),
    ...roundTripChecks(source, expected),
    ...livedChecks(source),
    passFlag(source, 'phase3.pass_flag'),
  ];
}

function expectedRows(source: Source): number | null {
  const given = valueAt(source.document, ['expected_count']);
  return given === undefined ? MIGRATION_ROWS_DEFAULT : asNumber(given);
}

const LIVED: Record<string, [label: string, expected: string]> = {
  updated: ['Updated rows come back as they were last written', 'none that differs'],
  deleted: ['Deleted rows stay deleted', 'none that is back'],
  linked: ['Links between rows come back', 'none that is missing'],
  expired: ['Rows whose time is over do not come back', 'none that is back'],
};

/** Of a store that was not only filled; one check for each thing that was done to its rows. */
function livedChecks(source: Source): Check[] {
  const given = valueAt(source.document, ['lived_in']);
  if (given === undefined) return [];
  const kinds = isObject(given) ? Object.keys(LIVED).filter((kind) => kind in given) : [];
  const shown = kinds.length > 0 ? kinds : Object.keys(LIVED);
  return shown.map((kind) => {
    const [label = kind, expected = ''] = LIVED[kind] ?? [];
    return check(source, { id: `phase3.carried.${kind}`, label, expected, path: ['lived_in', kind], holds: allRight });
  });
}

/** None of at least one is wrong. */
function allRight(lived: unknown): boolean | null {
  const [rows, wrong] = isObject(lived) ? [asCount(lived.rows), asCount(lived.wrong)] : [null, null];
  if (rows === null || wrong === null || rows < 1 || wrong > rows) return null;
  return wrong === 0;
}

function roundTripChecks(source: Source, expected: number | null): Check[] {
  const given = valueAt(source.document, ['round_trips']);
  if (given === undefined) return [];
  const trips = asList(given);
  if (trips === null || trips.length === 0) return [roundTrip(source, ['round_trips'], 'phase3.digest', null)];
  return [...worstById(trips, expected)].map(([id, index]) =>
    roundTrip(source, ['round_trips', index], id, rowsOf(trips[index])),
  );
}

const rowsOf = (trip: unknown): number | null => (isObject(trip) ? asNumber(trip.rows) : null);

/** One entry for each id; where several trips claim one, the worst stands. */
function worstById(trips: readonly unknown[], expected: number | null): Map<string, number> {
  const worst = new Map<string, number>();
  for (const [index, trip] of trips.entries()) {
    const rows = rowsOf(trip);
    const id = rows === null || rows === expected ? 'phase3.digest' : `phase3.large.${rows}`;
    const earlier = worst.get(id);
    if (earlier === undefined || badness(trip) > badness(trips[earlier])) worst.set(id, index);
  }
  return worst;
}

const badness = (trip: unknown): number => [true, null, false].indexOf(holdsThrough(trip));

const roundTrip = (source: Source, path: (string | number)[], id: string, rows: number | null): Check =>
  check(source, {
    id,
    label: rows === null ? 'No field of any row differs' : `No field of any of ${figureInWords(rows)} rows differs`,
    expected: 'equal, but for times declared coarser',
    path,
    holds: holdsThrough,
  });

/** Later counts of the same rows, and what each must be; a run that did not count so has no such field. */
const COUNTED_AGAIN = [
  ['counted_in_postgres', (rows: number) => rows],
  ['counted_after_second', (rows: number) => rows],
  ['seeded_differing', () => 0],
] as const;

/** All rows read, written, counted and back, and every difference is one of a declared time's precision. */
function holdsThrough(trip: unknown): boolean | null {
  if (!isObject(trip)) return null;
  const rows = asNumber(trip.rows);
  const coarser = asList(trip.declared_coarser);
  if (rows === null || rows < 1 || coarser === null || !isObject(trip.differing_fields)) return null;
  const counted = [
    ...['read', 'written', 'back'].map((field) => (asNumber(trip[field]) === null ? null : trip[field] === rows)),
    ...COUNTED_AGAIN.filter(([field]) => trip[field] !== undefined).map(([field, must]) => {
      const count = asCount(trip[field]);
      return count === null ? null : count === must(rows);
    }),
    ...Object.entries(trip.differing_fields).map(([field, given]) => {
      const count = asCount(given);
      return count === null ? null : count === 0 || isCoarserTime(field, coarser);
    }),
  ];
  return counted.includes(false) ? false : counted.includes(null) ? null : true;
}

/** Only a time may be kept less precisely; declaring content coarser declares nothing. */
const isCoarserTime = (field: string, coarser: readonly unknown[]): boolean =>
  field.endsWith('_at') && coarser.includes(field);
