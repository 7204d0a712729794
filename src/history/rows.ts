// The rows of reads, as histories of the second format store them: a line for each operation, a row written once, and a
// read says what came and went since the node's last one. Most rows are exactly what an acked write sent: of those only
// the number of the write is written. Committed histories are so; today's are written by packed/.

import type { StoredOp } from '../contract/history.ts';
import type { HistoryOp, NodeName, ReadRow } from './ops.ts';

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
    whole([number, whole]: RowOfWrite): ReadRow {
      const write = sent[number];
      if (!write || write.id === null) throw new RangeError(`expected an acked write number ${number} before its row`);
      const { id, key, digest } = write;
      return whole === undefined ? [id, key, digest] : [id, key, digest, whole];
    },
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
