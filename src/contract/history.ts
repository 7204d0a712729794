// One operation of a history, and what each kind of it says beyond its time: as a packed cycle gives it back
// (packed-history.ts, what the runner writes today), and as older histories have it, on a line of its own. Read by
// whoever judges or draws a stored history.
//
// Histories of the first format give every row of every read. In those of the second format a read says what came
// (`plus`) and what went (`minus`) since the same node's read before. The first read of a cycle that meets a row gives it
// in full, or by the number of its write where it is what an acked write sent; later reads give the row's own number.
//
// `write` is the creation of a row that no other operation is about: its key is its own. `create`, `update`, `delete`,
// `promote` and `get` are operations on keys that clients share; their answers say which version was seen. A link between
// two rows is such a key, too: it is created, and read. Clients also recall and list while others write.

import { z } from 'zod';
import { SESSION_SCOPES } from './consistency.ts';
import { opSchema } from './faults.ts';
import { NODE_NAMES } from './names.ts';

const base = opSchema.extend({ cycle: z.int().min(0).describe('1 where there is only one') });
const key = z.looseObject({ key: z.string() });
const node = z.enum(NODE_NAMES);
const count = z.int().min(0);
const rowOfWrite = z
  .union([z.tuple([z.int().min(0)]), z.tuple([z.int().min(0), z.string()])])
  .describe(
    'a row that is what an acked write sent, under the id of its ack: the number of that write among those invoked in the cycle, from 0, and the digest of every field that may not differ',
  );
const row = z
  .union([z.tuple([z.string(), z.string(), z.string()]), z.tuple([z.string(), z.string(), z.string(), z.string()])])
  .describe('id, key that the title begins with, digest of what was sent, digest of every field that may not differ');

export const LOOKS = ['inside', 'final'] as const;
export type LookName = (typeof LOOKS)[number];

/** The steps of a cycle, in order; `after` only where clients go on once the fault is healed. */
export const STAGES = ['load', 'inject', 'hold', 'look inside', 'heal', 'after', 'quiesce', 'cut', 'look'] as const;
export type StageName = (typeof STAGES)[number];

const write = base.extend({ f: z.literal('write') });
const read = base.extend({ f: z.literal('read') });
const ofCycle = base.extend({ process: z.literal('cycle') });
const nemesis = base.extend({
  process: z.literal('nemesis'),
  type: z.enum(['invoke', 'info']),
  value: z.record(z.string(), z.unknown()),
});
const atNode = key.extend({ node });

/** What a client does with a key that others use as well; `create` of a title that is there is a new version of it. */
export const KEY_KINDS = ['create', 'update', 'delete', 'promote', 'get'] as const;
export type KeyKind = (typeof KEY_KINDS)[number];
const onKey = base.extend({ process: z.number(), f: z.enum(KEY_KINDS) });
const shared = key.extend({
  value: z
    .string()
    .describe('names the operation: no other of the cycle carries it; of a create or an update it is in the content'),
});
const errorOfReading = z.string().optional().describe('of a client that had no answer; absent in older histories');
const look = z.looseObject({
  node,
  look: z.enum(LOOKS).optional().describe('absent in the first format: the final one'),
  life: count.optional().describe('how often the node was started before, in this cluster'),
  peer_bytes: count
    .optional()
    .describe('for a node that opened its data behind cut wires: bytes of peers that reached it until this read'),
});

/** The rules that the subject ran under, so that a history can be judged by itself. */
export const beginSchema = z.looseObject({
  fault: z.string().nullable(),
  workload: z.string(),
  nodes: z.array(node),
  quorum_writes: count,
  quorum_timeout_ms: z.number(),
  catchup_round_ms: z.number().nullable().describe('null: the subject does not catch up'),
  serves_alone: z
    .literal(false)
    .optional()
    .describe('a killed node that is restarted without its peers shows nothing, so it was not looked into'),
  sessions: z
    .enum(SESSION_SCOPES)
    .optional()
    .describe(
      'whose sessions the version promises to keep: of clients that stay with one node, or of all; absent: none',
    ),
});
export type CycleRules = z.infer<typeof beginSchema>;

/** Whatever else a line carries is kept. */
export const historyOpSchema = z.discriminatedUnion('f', [
  z.discriminatedUnion('type', [
    write.extend({
      type: z.literal('invoke'),
      value: key.extend({
        digest: z.string(),
        word: z.string().optional(),
        batch: z.string().optional().describe('names the one request that stored several rows'),
      }),
    }),
    write.extend({
      type: z.literal('ok'),
      value: key.extend({
        id: z.string().optional().describe('absent: the answer names none, as of many rows at once'),
      }),
    }),
    write.extend({ type: z.enum(['fail', 'info']), value: key, error: z.string() }),
  ]),
  z.discriminatedUnion('type', [
    onKey.extend({
      type: z.literal('invoke'),
      value: shared.extend({
        node,
        id: z.string().optional().describe('by which the row is asked for; a create goes by its title'),
        digest: z.string().optional().describe('of a create or an update: of the row as it is then'),
        promoted: z.string().optional().describe('the same, where the row was promoted as well'),
        word: z.string().optional().describe('of a version that can be recalled by a word of its own'),
        batch: z.string().optional().describe('names the one request that did several such things'),
      }),
    }),
    onKey.extend({
      type: z.literal('ok'),
      value: shared.extend({
        id: z.string().optional(),
        digest: z.string().nullable().optional().describe('of a get: what the node holds; null: it has no such row'),
      }),
    }),
    onKey.extend({ type: z.enum(['fail', 'info']), value: shared, error: z.string() }),
  ]),
  z.discriminatedUnion('type', [
    read.extend({
      type: z.literal('ok'),
      value: z.union([
        look.extend({ rows: z.array(row), by_id: z.array(z.string()).optional() }),
        look.extend({
          plus: z.array(z.union([row, rowOfWrite, count])),
          minus: z.array(count),
          by_id: z.array(count).optional().describe('rows that a look-up by id found, and no list of the node'),
        }),
      ]),
    }),
    read.extend({ type: z.literal('info'), value: look, error: z.string() }),
  ]),
  base.extend({ f: z.literal('converge'), type: z.enum(['ok', 'info']), value: z.looseObject({ node }) }),
  ofCycle.extend({ f: z.literal('begin'), type: z.literal('info'), value: beginSchema }),
  ofCycle.extend({
    f: z.literal('stage'),
    type: z.enum(['invoke', 'ok', 'info']),
    value: z.looseObject({
      stage: z.enum(STAGES),
      limit_ms: z.number().optional(),
      found: z.string().optional(),
      load_per_cpu: z.number().optional().describe('runnable processes by processor at its end'),
    }),
  }),
  base.extend({
    f: z.literal('lookup'),
    type: z.enum(['ok', 'info']),
    value: atNode.extend({
      after_ms: z.number().describe('from the ack to the answer'),
      digest: z.string().nullable().optional().describe('of what the node holds; null: it has no such id'),
      life: count.optional(),
    }),
  }),
  base.extend({
    f: z.literal('recall'),
    type: z.enum(['invoke', 'ok', 'info']),
    value: atNode.extend({
      word: z.string(),
      value: z.string().optional().describe('names the operation of a client; absent: the recall of the last look'),
      found: z.boolean().optional(),
      held: z.boolean().optional().describe('whether the node held, by id, what it twice did not recall'),
    }),
    error: errorOfReading,
  }),
  base.extend({
    f: z.literal('list'),
    type: z.enum(['invoke', 'ok', 'info']),
    value: z.looseObject({
      node,
      value: z.string(),
      looked_for: count.optional().describe('keys that should be there'),
      unlisted: z.array(z.string()).optional().describe('of these, keys that two lists lacked and the node held by id'),
    }),
    error: errorOfReading,
  }),
  ofCycle.extend({
    f: z.literal('differ'),
    type: z.literal('info'),
    value: key.extend({
      id: z.string(),
      fields: z.record(z.string(), z.record(z.string(), z.string())).describe('by field, what each node gave, cut'),
    }),
  }),
  nemesis.extend({ f: z.literal('inject') }),
  nemesis.extend({ f: z.literal('heal') }),
]);
export type StoredOp = z.infer<typeof historyOpSchema>;
