// Reads a stored history back whole, line by line, so that a long one is never in memory as one string. A line is a
// packed cycle, or, in older histories, one operation.

import { createReadStream, statSync } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { historyOpSchema, type StoredOp } from '../contract/history.ts';
import { messageOf } from '../contract/message.ts';
import { type PackedCycle, packedCycleSchema } from '../contract/packed-history.ts';
import type { HistoryOp } from '../history/ops.ts';
import { unpackCycle } from '../history/packed/pack.ts';
import { expander } from '../history/rows.ts';

export interface StoredCycle {
  ops: HistoryOp[];
  /** The line that it stands on; null: each operation has a line. */
  packed: PackedCycle | null;
}

/**
 * The cycles of `history-<name>.jsonl.gz`, each with its operations in order.
 * @throws Error that names the file and line of what is no operation, or that the file is cut short or no file
 */
export async function readStoredCycles(file: string): Promise<Map<number, StoredCycle>> {
  // a pipe would be waited for without end
  if (!statSync(file).isFile()) throw new Error(`${file}: expected a history, found no regular file`);
  const source = createReadStream(file);
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  const cycles = new Map<number, StoredCycle>();
  const expanders = new Map<number, (op: StoredOp) => HistoryOp>();
  let line = 0;
  try {
    for await (const raw of linesOf(text)) {
      line += 1;
      const stored = parseLine(raw);
      const { cycle } = stored;
      const known = cycles.get(cycle);
      if (stored.f === 'cycle') {
        if (known) throw new Error(`cycle ${cycle} for the second time`);
        cycles.set(cycle, { ops: opsOf(stored), packed: stored });
      } else if (known?.packed) throw new Error(`an operation of cycle ${cycle}, which is on a line of its own`);
      else {
        const expand = expanders.get(cycle) ?? expander();
        expanders.set(cycle, expand);
        const op = expand(stored);
        if (known) known.ops.push(op);
        else cycles.set(cycle, { ops: [op], packed: null });
      }
    }
  } catch (error) {
    const found = messageOf(error);
    throw new Error(`${file}, line ${line}: expected one operation or cycle, found: ${found}`, { cause: error });
  } finally {
    source.destroy();
  }
  return cycles;
}

/** By cycle, each cycle's operations in order. */
export async function readCycles(file: string): Promise<Map<number, HistoryOp[]>> {
  return new Map([...(await readStoredCycles(file))].map(([cycle, { ops }]) => [cycle, ops]));
}

/** Of a packed cycle, each held to its schema. @throws Error for what does not hold together */
const opsOf = (packed: PackedCycle): HistoryOp[] =>
  [...unpackCycle(packed)].map((op) => checked<StoredOp>(historyOpSchema, op) as unknown as HistoryOp);

function parseLine(raw: string): StoredOp | PackedCycle {
  const value = JSON.parse(raw);
  return value?.f === 'cycle' ? checked(packedCycleSchema, value) : checked(historyOpSchema, value);
}

function checked<T>(schema: z.ZodType<T>, value: unknown): T {
  const parsed = schema.safeParse(value);
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data;
}

/** Not `readline`: it takes the error of a truncated file for the end of it. */
async function* linesOf(text: AsyncIterable<Buffer>): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of text) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines;
  }
  rest += decoder.decode();
  if (rest !== '') yield rest;
}
