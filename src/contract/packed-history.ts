// A cycle of a history on one line. Most operations follow from those before them, but for a few numbers: these stand
// in columns, where like stands beside like and a compressor finds it. `kinds` has a letter for each operation; an
// operation that follows from nothing stands in `others` as it is. `history/packed/` writes and reads it.

import { z } from 'zod';

const count = z.int().min(0);
const names = z
  .union([z.looseObject({ each: count, text: z.string() }), z.array(z.string())])
  .describe(
    'names in the order in which they were first met: each so many characters long, one after the other; `each` 0: numbered only',
  );

export const packedCycleSchema = z.looseObject({
  cycle: count,
  f: z.literal('cycle'),
  form: z.literal(1),
  shortened: z
    .boolean()
    .describe(
      'nothing is wrong in the cycle: ids and digests are cut to what tells them apart, and equal ones stay equal',
    ),
  rows_sha256: z
    .array(z.string())
    .optional()
    .describe('of each look, where shortened: of its rows as they were, as sorted JSON'),
  from_ns: count,
  unit_ns: z.int().min(1),
  indexes: z.array(count).optional().describe('absent: from 0, one after the other'),
  others: z.array(z.unknown()),
  tables: z.record(z.string(), z.array(z.unknown())),
  kinds: z.string(),
  letters: z.record(z.string(), z.string()).describe('columns of entries of a table, a letter each'),
  times: z.array(z.int()).describe('since the operation before, in units'),
  columns: z.record(z.string(), z.array(z.int())),
  names: z.record(z.string(), names),
});
export type PackedCycle = z.infer<typeof packedCycleSchema>;
export type PackedNames = z.infer<typeof names>;
