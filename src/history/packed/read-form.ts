// The form of a look that a node answered. A cycle reads the same rows again and again, so a row is written once, and a
// look says what came and went since the node's last one. Most rows are exactly what an acked write sent: of those only
// the number of the write is written.

import type { NodeName, ReadRow } from '../ops.ts';
import { type Columns, Unfit } from './columns.ts';
import type { Bare, Held, SoFar } from './so-far.ts';

interface Head {
  process: number;
  look: { node: NodeName };
  is_asked_by_id: boolean;
}

/** @param op undefined: it is unpacked */
export function readForm(io: Columns, far: SoFar, op: Bare | undefined): Bare {
  const { process, look, is_asked_by_id } = io.entry<Head>('looks', op && headOf(op));
  const given = op && sorted(far, op.value.rows as ReadRow[]);
  const last = far.held(look.node);
  const now =
    given &&
    heldOf(
      far,
      given.filter((row) => far.rowNumber(row) !== undefined),
    );
  const plus = io.numbers('rows plus', now && surplus(now, last));
  const minus = io.numbers('rows minus', now && surplus(last, now));
  const held = new Map(last);
  for (const number of minus) held.set(number, (held.get(number) ?? 0) - 1);
  for (const number of plus) held.set(number, (held.get(number) ?? 0) + 1);
  const fresh = given?.filter((row) => far.rowNumber(row) === undefined);
  const length = io.number('rows new', fresh?.length);
  let write = 0;
  const rows = [...held].flatMap(([number, times]) =>
    Array.from({ length: Math.max(0, times) }, () => rowAt(far, number)),
  );
  for (let i = 0; i < length; i += 1) {
    const { row, number } = newRow(io, far, write, fresh?.[i]);
    write = number;
    rows.push(row);
  }
  if (!is_asked_by_id) return { process, f: 'read', type: 'ok', value: { ...look, rows } };
  const asked = op?.value.by_id as string[] | undefined;
  const by_id = Array.from({ length: io.number('by id count', asked?.length) }, (_, i) => io.name('ids', asked?.[i]));
  return { process, f: 'read', type: 'ok', value: { ...look, rows, by_id } };
}

function headOf({ process, value }: Bare): Head {
  const { rows: _, by_id, ...look } = value;
  return { process: process as number, look: look as unknown as Head['look'], is_asked_by_id: by_id !== undefined };
}

/** Rows of writes first, in the order of the writes: so their numbers follow each other. */
function sorted(far: SoFar, rows: readonly ReadRow[]): ReadRow[] {
  const placed = rows.map((row) => ({ row, at: far.writeOf(row) ?? Number.POSITIVE_INFINITY }));
  return placed
    .toSorted((x, y) => (x.at === y.at ? (x.row[1] < y.row[1] ? -1 : 1) : x.at - y.at))
    .map(({ row }) => row);
}

/** @param before number of the last write whose row came */
function newRow(io: Columns, far: SoFar, before: number, given: ReadRow | undefined): { row: ReadRow; number: number } {
  const write = given && far.writeOf(given);
  const is = io.entry('row', given && { write: write !== undefined, whole: given.length === 4 });
  const whole = (): [string] | [] => (is.whole ? [io.name('wholes', given?.[3])] : []);
  if (is.write) {
    const number = before + io.number('row of write', write === undefined ? undefined : write - before);
    const sent = far.writes[number];
    if (!sent || sent.id === null || sent.digest === null) throw new Unfit();
    return { row: [sent.id, sent.key, sent.digest, ...whole()] as unknown as ReadRow, number };
  }
  const id = io.name('ids', given?.[0]);
  const known = far.keyOf(id);
  const key = io.entry('row key', given && (given[1] === known ? null : given[1])) ?? known;
  if (key === undefined) throw new Unfit();
  const digest = io.name('digests', given?.[2]);
  return { row: [id, key, digest, ...whole()] as unknown as ReadRow, number: before };
}

function heldOf(far: SoFar, rows: readonly ReadRow[]): Held {
  const held: Held = new Map();
  for (const row of rows) {
    const number = far.rowNumber(row) as number;
    held.set(number, (held.get(number) ?? 0) + 1);
  }
  return held;
}

/** What `left` holds more often than `right`, in ascending order. */
function surplus(left: Held, right: Held): number[] {
  return [...left]
    .flatMap(([number, times]) => Array.from({ length: Math.max(0, times - (right.get(number) ?? 0)) }, () => number))
    .toSorted((x, y) => x - y);
}

function rowAt(far: SoFar, number: number): ReadRow {
  const row = far.rows[number];
  if (!row) throw new Unfit();
  return row;
}
