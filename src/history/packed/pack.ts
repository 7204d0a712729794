// A cycle's operations to one line and back.

import type { PackedCycle } from '../../contract/packed-history.ts';
import { type HistoryOp, TICK_NS } from '../ops.ts';
import { columnsToRead, columnsToWrite, Unfit } from './columns.ts';
import { AS_IT_IS, FORMS, letterOf } from './forms.ts';
import { type Bare, cycleSoFar } from './so-far.ts';

const UNITS_NS = [TICK_NS, 1_000];

/** SHA-256 of a text, as hex. */
export type Hash = (text: string) => string;

/**
 * @param ops one cycle's, in order
 * @param hashIfSound where nothing is wrong in the cycle: ids and digests are cut to what tells them apart, and this
 *   says what each look returned; null: everything is there in full
 */
export function packCycle(cycle: number, ops: readonly HistoryOp[], hashIfSound: Hash | null): PackedCycle {
  const io = columnsToWrite();
  const far = cycleSoFar();
  const others: Bare[] = [];
  const kinds = ops.map((op) => {
    const { index: _, cycle: __, time_ns, ...rest } = op;
    const bare = rest as unknown as Bare;
    const letter = letterOf(op);
    const made = tried(() => FORMS[letter]?.(io, far, time_ns, bare));
    const fits = made && isSame(made.op, bare);
    if (fits) io.keep();
    else {
      io.undo();
      others.push(bare);
    }
    far.see(fits ? ({ ...op, ...made.op } as unknown as HistoryOp) : op, fits ? made.client : null);
    return fits ? letter : AS_IT_IS;
  });
  const unit_ns = UNITS_NS.find((unit) => ops.every(({ time_ns }) => time_ns % unit === 0)) ?? 1;
  const said = JSON.stringify(others);
  const shorten = hashIfSound !== null && !io.texts().some((name) => said.includes(name));
  const { letters, columns, tables, names } = io.packed(shorten);
  return {
    cycle,
    f: 'cycle',
    form: 1,
    shortened: shorten,
    ...(shorten ? { rows_sha256: looksOf(ops, hashIfSound) } : {}),
    from_ns: ops[0]?.time_ns ?? 0,
    unit_ns,
    ...(ops.every(({ index }, i) => index === i) ? {} : { indexes: ops.map(({ index }) => index) }),
    others,
    tables,
    kinds: kinds.join(''),
    letters,
    times: ops.map(({ time_ns }, i) => (time_ns - (ops[i - 1]?.time_ns ?? time_ns)) / unit_ns),
    columns,
    names,
  };
}

/** The line in pieces, each of a kind: a compressor that knows where one ends does better by it. */
export function piecesOf({ kinds, letters, times, columns, names, ...words }: PackedCycle): string[] {
  const groups = [words, { kinds, letters }, { times, columns }, { names }];
  return groups.map((group, i) => {
    const inner = JSON.stringify(group).slice(1, -1);
    return `${i === 0 ? '{' : ','}${inner}${i === groups.length - 1 ? '}\n' : ''}`;
  });
}

/**
 * The operations of a packed cycle, in order.
 * What they are is only as good as the line: hold them to their schema.
 * @throws Error for a line that does not hold together
 */
export function* unpackCycle(packed: PackedCycle): Generator<HistoryOp> {
  const { cycle, kinds, times, indexes, unit_ns } = packed;
  if (kinds.length !== times.length) {
    throw new RangeError(
      `expected as many kinds as times in cycle ${cycle}, found ${kinds.length} and ${times.length}`,
    );
  }
  const io = columnsToRead(packed);
  const far = cycleSoFar();
  const others = packed.others.values();
  let time_ns = packed.from_ns;
  for (const [i, letter] of [...kinds].entries()) {
    time_ns += (times[i] ?? 0) * unit_ns;
    const place = { index: indexes ? indexes[i] : i, cycle, time_ns };
    const form = FORMS[letter];
    const made =
      letter === AS_IT_IS ? { op: others.next().value as Bare, client: null } : form?.(io, far, time_ns, undefined);
    if (!made?.op) throw new RangeError(`expected a known operation at place ${i}, found "${letter}"`);
    const op = { ...place, ...made.op } as unknown as HistoryOp;
    far.see(op, made.client);
    yield op;
  }
}

function tried<T>(make: () => T): T | null {
  try {
    return make();
  } catch (error) {
    if (error instanceof Unfit) return null;
    throw error;
  }
}

/** Rows have no order: what a node returned is a set that may hold one twice. */
function isSame(x: Bare, y: Bare): boolean {
  const text = (op: Bare): string =>
    inOrder(Array.isArray(op.value.rows) ? { ...op, value: { ...op.value, rows: rowTexts(op.value.rows) } } : op);
  return text(x) === text(y);
}

/** As JSON, whatever order its keys have. */
const inOrder = (value: unknown): string =>
  JSON.stringify(value, (_, part) =>
    typeof part === 'object' && part !== null && !Array.isArray(part)
      ? Object.fromEntries(Object.entries(part).toSorted(([x], [y]) => (x < y ? -1 : 1)))
      : part,
  );

const rowTexts = (rows: readonly unknown[]): string[] => rows.map((row) => JSON.stringify(row)).toSorted();

const looksOf = (ops: readonly HistoryOp[], hash: Hash): string[] =>
  ops.flatMap((op) =>
    op.f === 'read' && op.type === 'ok' ? [hash(rowTexts(op.value.rows).join('\n')).slice(0, 16)] : [],
  );
