// Reads a stored history back whole, line by line, so that a long one is never in memory as one string.

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { historyOpSchema, type StoredOp } from '../contract/history.ts';
import { messageOf } from '../contract/message.ts';
import type { HistoryOp } from '../history/ops.ts';
import { expander } from '../history/rows.ts';

/**
 * The operations of `history-<name>.jsonl.gz`, in order.
 * @throws Error that names the file and line of what is no operation, or that the file is cut short
 */
export async function* readHistory(file: string): AsyncGenerator<HistoryOp> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip());
  const expanders = new Map<number, (op: StoredOp) => HistoryOp>();
  source.on('error', (error) => text.destroy(error));
  let line = 0;
  try {
    for await (const raw of linesOf(text)) {
      line += 1;
      const op = parseLine(raw);
      const expand = expanders.get(op.cycle) ?? expander();
      expanders.set(op.cycle, expand);
      yield expand(op);
    }
  } catch (error) {
    const found = messageOf(error);
    throw new Error(`${file}, line ${line}: expected one operation, found: ${found}`, { cause: error });
  } finally {
    source.destroy();
  }
}

/** Groups a history by cycle, each cycle's operations in order. */
export async function readCycles(file: string): Promise<Map<number, HistoryOp[]>> {
  const cycles = new Map<number, HistoryOp[]>();
  for await (const op of readHistory(file)) {
    const ops = cycles.get(op.cycle);
    if (ops) ops.push(op);
    else cycles.set(op.cycle, [op]);
  }
  return cycles;
}

export function parseLine(raw: string): StoredOp {
  const parsed = historyOpSchema.safeParse(JSON.parse(raw));
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
