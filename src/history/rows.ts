// The rows of reads, as a history stores them. A cycle reads the same rows again and again: stored in full each time
// they would fill a repository. So a row is written once, and a read says what came and went since the node's last one.
// Most rows are exactly what an acked write sent: of those only the number of the write is written. What compacts and
// what expands share this file, and a test holds one to the other.

import type { StoredOp } from '../contract/history.ts';
import type { HistoryOp, NodeName, ReadOp, ReadRow } from './ops.ts';

type AnsweredRead = Extract<ReadOp, { type: 'ok' }>;

/** Numbers of rows, each as often as a node returned it. */
type Held = Map<number, number>;

/** A row that is what an acked write sent: the number of the write, and the rest of the row. */
type RowOfWrite = readonly [write: number] | readonly [write: number, whole: string];

/** The writes of one cycle, by their number and by what they were acked with. */
function writesSeen() {
  const sent: { key: string; digest: string; id: string | null }[] = [];
  const byKey = new Map<string, number>();
  const byId = new Map<string, number>();
  return {
    see(op: { f: string; type: string; value: unknown }): void {
      if (op.f !== 'write') return;
      const { key, digest, id } = op.value as { key: string; digest?: string; id?: string };
      const number = byKey.get(key);
      if (op.type === 'invoke' && number === undefined) {
        byKey.set(key, sent.length);
        sent.push({ key, digest: digest ?? '', id: null });
      } else if (op.type === 'ok' && number !== undefined && id !== undefined && !byId.has(id)) {
        const write = sent[number];
        if (write?.id !== null) return;
        write.id = id;
        byId.set(id, number);
      }
    },
    shortened([id, key, digest, whole]: ReadRow): RowOfWrite | null {
      const number = byId.get(id);
      const write = number === undefined ? undefined : sent[number];
      if (number === undefined || write?.key !== key || write.digest !== digest) return null;
      return whole === undefined ? [number] : [number, whole];
    },
    whole([number, whole]: RowOfWrite): ReadRow {
      const write = sent[number];
      if (!write || write.id === null) throw new RangeError(`expected an acked write number ${number} before its row`);
      const { id, key, digest } = write;
      return whole === undefined ? [id, key, digest] : [id, key, digest, whole];
    },
  };
}

/** Rewrites one cycle's operations for the file, in order. */
export function compactor(): (op: HistoryOp) => object {
  const numbers = new Map<string, number>();
  const before = new Map<NodeName, Held>();
  const writes = writesSeen();
  return (op) => {
    writes.see(op);
    if (op.f !== 'read' || op.type !== 'ok') return op;
    const { rows, by_id, ...look } = (op as AnsweredRead).value;
    const inFull = new Map<number, ReadRow>();
    const now: Held = new Map();
    for (const row of rows) {
      const text = JSON.stringify(row);
      const known = numbers.get(text);
      const number = known ?? numbers.size;
      if (known === undefined) {
        numbers.set(text, number);
        inFull.set(number, row);
      }
      now.set(number, (now.get(number) ?? 0) + 1);
    }
    const last = before.get(look.node) ?? new Map<number, number>();
    before.set(look.node, now);
    const ids = new Set(by_id);
    const onlyById = rows.flatMap((row) => (ids.has(row[0]) ? [numbers.get(JSON.stringify(row)) ?? 0] : []));
    const value = {
      ...look,
      plus: surplus(now, last).map((number) => {
        const row = takeOnce(inFull, number);
        return row === undefined ? number : (writes.shortened(row) ?? row);
      }),
      minus: surplus(last, now),
      ...(by_id === undefined ? {} : { by_id: [...new Set(onlyById)] }),
    };
    return { ...op, value };
  };
}

/**
 * Gives one cycle's operations back as they were recorded, in order; those of the first format as they are.
 * @throws RangeError for a number that no row, or no acked write, before has
 */
export function expander(): (op: StoredOp) => HistoryOp {
  const known: ReadRow[] = [];
  const before = new Map<NodeName, Held>();
  const writes = writesSeen();
  const rowAt = (number: number): ReadRow => {
    const row = known[number];
    if (!row) throw new RangeError(`expected a row before number ${number}, found ${known.length} rows`);
    return row;
  };
  return (op) => {
    writes.see(op);
    if (op.f !== 'read' || op.type !== 'ok' || 'rows' in op.value) return op as unknown as HistoryOp;
    const { plus, minus, by_id, ...look } = op.value as PlusMinus;
    const held = new Map(before.get(look.node));
    for (const number of minus) held.set(number, (held.get(number) ?? 0) - 1);
    for (const item of plus) {
      const number = typeof item === 'number' ? item : known.push(isOfWrite(item) ? writes.whole(item) : item) - 1;
      held.set(number, (held.get(number) ?? 0) + 1);
    }
    before.set(look.node, held);
    const rows = [...held].flatMap(([number, times]) =>
      Array.from({ length: Math.max(0, times) }, () => rowAt(number)),
    );
    const value = { ...look, rows, ...(by_id === undefined ? {} : { by_id: by_id.map((number) => rowAt(number)[0]) }) };
    return { ...op, value } as unknown as HistoryOp;
  };
}

const isOfWrite = (item: ReadRow | RowOfWrite): item is RowOfWrite => typeof item[0] === 'number';

interface PlusMinus {
  node: NodeName;
  plus: (ReadRow | RowOfWrite | number)[];
  minus: number[];
  by_id?: number[];
}

/** What `left` holds more often than `right`, in ascending order. */
function surplus(left: Held, right: Held): number[] {
  return [...left]
    .flatMap(([number, times]) => Array.from({ length: Math.max(0, times - (right.get(number) ?? 0)) }, () => number))
    .toSorted((x, y) => x - y);
}

function takeOnce(rows: Map<number, ReadRow>, number: number): ReadRow | undefined {
  const row = rows.get(number);
  rows.delete(number);
  return row;
}
