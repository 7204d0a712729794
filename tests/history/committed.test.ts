// A committed history, written again as today's writer would: it says the same in fewer bytes.

import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseLine, readCycles } from '../../src/evidence/history-file.ts';
import type { HistoryOp } from '../../src/history/ops.ts';
import { compactor, expander } from '../../src/history/rows.ts';

const FILE = join(import.meta.dirname, '../../campaigns/reference-v0.1.0-gate-r4/history-partition_minority.jsonl.gz');

/** Rows in any order: a read is a set of them, each as often as it was given. */
function comparable(op: HistoryOp): unknown {
  if (op.f !== 'read' || op.type !== 'ok') return op;
  const { rows, by_id, ...look } = op.value;
  const sorted = rows.map((row) => JSON.stringify(row)).toSorted();
  return { ...op, value: { ...look, rows: sorted, ...(by_id && { by_id: [...new Set(by_id)].toSorted() }) } };
}

test('a committed history written again says the same, and names its rows by their writes', async () => {
  let named = 0;
  for (const ops of (await readCycles(FILE)).values()) {
    const [compact, expand] = [compactor(), expander()];
    for (const op of ops) {
      const line = JSON.stringify(compact(op));
      if (op.f === 'read') named += [...line.matchAll(/\[\d+,"[0-9a-f]+"\]/g)].length;
      expect(comparable(expand(parseLine(line)))).toEqual(comparable(op));
    }
  }
  expect(named).toBeGreaterThan(5_000);
}, 120_000);
