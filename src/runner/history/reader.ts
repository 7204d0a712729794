// Reads a stored history back, line by line, so that a long one never stands in memory as one string.

import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { z } from 'zod';
import { opSchema } from '../../contract/artifacts.ts';
import type { HistoryOp } from './ops.ts';

const base = opSchema.extend({ cycle: z.int().min(0) });
const key = z.looseObject({ key: z.string() });
const node = z.enum(['a', 'b', 'c']);
const row = z.tuple([z.string(), z.string(), z.string()]);

/** The shapes of `ops.ts`; whatever else a line carries is kept. */
const historyOpSchema = z.union([
  base.extend({ f: z.literal('write'), type: z.literal('invoke'), value: key.extend({ digest: z.string() }) }),
  base.extend({ f: z.literal('write'), type: z.literal('ok'), value: key.extend({ id: z.string() }) }),
  base.extend({ f: z.literal('write'), type: z.enum(['fail', 'info']), value: key, error: z.string() }),
  base.extend({ f: z.literal('read'), type: z.literal('ok'), value: z.looseObject({ node, rows: z.array(row) }) }),
  base.extend({ f: z.literal('read'), type: z.literal('info'), value: z.looseObject({ node }), error: z.string() }),
  base.extend({ f: z.literal('converge'), type: z.enum(['ok', 'info']), value: z.looseObject({ node }) }),
  base.extend({
    process: z.literal('nemesis'),
    f: z.enum(['inject', 'heal']),
    type: z.enum(['invoke', 'info']),
    value: z.record(z.string(), z.unknown()),
  }),
]);

/**
 * The operations of `history-<name>.jsonl.gz`, in order.
 * @throws Error that names the file and line of what is no operation, or that the file is cut short
 */
export async function* readHistory(file: string): AsyncGenerator<HistoryOp> {
  const source = createReadStream(file);
  const text = source.pipe(createGunzip());
  source.on('error', (error) => text.destroy(error));
  let line = 0;
  try {
    for await (const raw of linesOf(text)) {
      line += 1;
      yield parseLine(raw);
    }
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
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

export function parseLine(raw: string): HistoryOp {
  const parsed = historyOpSchema.safeParse(JSON.parse(raw));
  if (!parsed.success) throw new Error(z.prettifyError(parsed.error));
  return parsed.data as unknown as HistoryOp;
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
