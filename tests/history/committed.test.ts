// A committed history, written again as today's writer would: it says the same in fewer bytes.

import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { findingsOf } from '../../src/checkers/findings.ts';
import { readCycles } from '../../src/evidence/history-file.ts';
import { modelOf, UNNAMED_RULES } from '../../src/history/model.ts';
import { type HistoryOp, TICK_NS } from '../../src/history/ops.ts';
import { comparable, stored } from './packed-cycles.ts';

const FILE = join(import.meta.dirname, '../../campaigns/reference-v0.1.0-gate-r4/history-partition_minority.jsonl.gz');

/** As today's recorder would have placed it. */
const inTicks = (ops: readonly HistoryOp[]): HistoryOp[] =>
  ops.map((op, index) => ({ ...op, index, time_ns: Math.floor(op.time_ns / TICK_NS) * TICK_NS }));

test('a committed history written again says the same in a fourth of its bytes', async () => {
  const lines: string[] = [];
  for (const recorded of (await readCycles(FILE)).values()) {
    expect(stored(recorded, false).back.map(comparable)).toEqual(recorded.map(comparable));
    const ops = inTicks(recorded);
    const { line, back } = stored(ops, true);
    expect(line.shortened).toBe(true);
    expect(findingsOf(modelOf(back, UNNAMED_RULES)).valid).toEqual(findingsOf(modelOf(ops, UNNAMED_RULES)).valid);
    lines.push(JSON.stringify(line));
  }
  expect(lines).toHaveLength(50);
  expect(gzipSync(lines.join('\n'), { level: 9 }).length * 4).toBeLessThan(statSync(FILE).size);
}, 120_000);
