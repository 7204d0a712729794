// What a fault class shows of the keys that clients share: the strongest model that their reads and writes do not refute,
// and what the sessions of clients saw of what they wrote and read.

import { z } from 'zod';

const count = z.int().min(0);

/** From the strongest to the weakest. */
export const MODELS = ['linearizable', 'sequential', 'eventual'] as const;
export type Model = (typeof MODELS)[number];

const refutingOpSchema = z.looseObject({
  op: count.describe('index of the operation in the history'),
  client: z.int().nullable().describe('null: the harness itself, at the end'),
  node: z.string(),
  kind: z.enum(['read', 'write', 'delete']),
  value: z.string().nullable().describe('names the version that was written or read; null: there is nothing'),
  from_ms: z.number().describe('since the first of these operations was invoked'),
  to_ms: z.number().nullable().describe('null: its outcome is unknown'),
});

/** The smallest part of a key's history that refutes a model by itself. */
const refutationSchema = z.looseObject({
  cycle: count,
  key: z.string(),
  ops_in_all: count.describe('operations of the part; the list below may be cut'),
  fewest: z.boolean().describe('no part has fewer; false: none of these can be left out'),
  ops: z.array(refutingOpSchema).describe('in the order of invocation'),
});
export type Refutation = z.infer<typeof refutationSchema>;

const modelSchema = z.looseObject({
  valid: z
    .boolean()
    .nullable()
    .describe('false: refuted by some key; null: not refuted, and too many cycles have keys that could not be decided'),
  refuted_keys: count,
  unknown_keys: count.describe('out of bounds, or not read on every node at the end'),
  refuted_by: refutationSchema
    .nullable()
    .describe('the smallest that was found in any cycle; null: not refuted, or none was found within bounds'),
});

export const consistencySchema = z.looseObject({
  model: z
    .enum([...MODELS, 'none'])
    .nullable()
    .describe('the strongest that holds together with every weaker one; none: not even eventual; null: undecided'),
  cycles: count.describe('cycles in which clients read keys that they share'),
  keys: count.describe('keys of which something was read by a client, over all cycles'),
  ops: count.describe('operations at these keys, with the looks at their ends'),
  reads: count.describe('of these, reads of clients that were answered'),
  linearizable: modelSchema,
  sequential: modelSchema,
  eventual: modelSchema,
});
export type Consistency = z.infer<typeof consistencySchema>;

/** Of one cycle, in its line: by model, whether its keys leave it standing. */
export const cycleConsistencySchema = z.looseObject({
  keys: count,
  linearizable: z.boolean().nullable(),
  sequential: z.boolean().nullable(),
  eventual: z.boolean().nullable(),
});

export const SESSION_BREACHES = [
  'own_write_unread',
  'non_monotonic_read',
  'stale_read',
  'non_monotonic_write',
  'write_without_cause',
] as const;
export type SessionBreach = (typeof SESSION_BREACHES)[number];

/** Of a read: it was over before the fault held, it began after all was healed, or neither. */
export const SESSION_STAGES = ['before', 'in', 'after'] as const;
export type SessionStage = (typeof SESSION_STAGES)[number];

/** Whose sessions: of any client, or of what went through the node that is read. */
export const SESSION_SCOPES = ['cluster', 'node'] as const;
export type SessionScope = (typeof SESSION_SCOPES)[number];

const byStage = z.looseObject({ before: count, in: count, after: count });
const staleness = z
  .looseObject({ p50: z.number(), p95: z.number(), p99: z.number(), max: z.number() })
  .nullable()
  .describe('null: none was found');

export const sessionSchema = z.looseObject({
  breach: z.enum(SESSION_BREACHES),
  scope: z
    .enum(SESSION_SCOPES)
    .describe('cluster: whatever nodes were asked; node: what went through the node that is read'),
  reads: byStage.describe(
    'reads that had something to be older than, by when they were: before, in and after the fault',
  ),
  found: byStage.describe('of these, the ones that were older'),
  stale_ms: z
    .strictObject({ before: staleness, in: staleness, after: staleness })
    .describe('for how long, at least, when they began'),
  by_node: z.record(z.string(), count).describe('found, by the node that was read'),
  by_client: z.record(z.string(), count).describe('found, by the client that read'),
  first: z
    .looseObject({ cycle: count, key: z.string(), ops: z.array(count), stale_ms: z.number() })
    .nullable()
    .describe('the first that was found: indexes in the history, the read last'),
});
export type Session = z.infer<typeof sessionSchema>;
