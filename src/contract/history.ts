// One line of `history-*.jsonl.gz` in full: what each kind of operation says beyond its time. Written by the
// runner, read again by whoever judges or draws a stored history.

import { z } from 'zod';
import { opSchema } from './artifacts.ts';
import { NODES } from './names.ts';

const base = opSchema.extend({ cycle: z.int().min(0).describe('1 where there is only one') });
const key = z.looseObject({ key: z.string() });
const node = z.enum(NODES);
const row = z.tuple([z.string(), z.string(), z.string()]).describe('id, key that the title begins with, digest');

const write = base.extend({ f: z.literal('write') });
const read = base.extend({ f: z.literal('read') });
const nemesis = base.extend({
  process: z.literal('nemesis'),
  type: z.enum(['invoke', 'info']),
  value: z.record(z.string(), z.unknown()),
});

/** Whatever else a line carries is kept. */
export const historyOpSchema = z.discriminatedUnion('f', [
  z.discriminatedUnion('type', [
    write.extend({ type: z.literal('invoke'), value: key.extend({ digest: z.string() }) }),
    write.extend({ type: z.literal('ok'), value: key.extend({ id: z.string() }) }),
    write.extend({ type: z.enum(['fail', 'info']), value: key, error: z.string() }),
  ]),
  z.discriminatedUnion('type', [
    read.extend({ type: z.literal('ok'), value: z.looseObject({ node, rows: z.array(row) }) }),
    read.extend({ type: z.literal('info'), value: z.looseObject({ node }), error: z.string() }),
  ]),
  base.extend({ f: z.literal('converge'), type: z.enum(['ok', 'info']), value: z.looseObject({ node }) }),
  nemesis.extend({ f: z.literal('inject') }),
  nemesis.extend({ f: z.literal('heal') }),
]);
export type StoredOp = z.infer<typeof historyOpSchema>;
