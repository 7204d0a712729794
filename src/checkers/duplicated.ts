// A write, or a key that clients share, that one node holds twice, at any look: under its key, or under one id.

import type { ReadRow } from '../history/ops.ts';
import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';
import { sentIn } from './sent-rows.ts';

export const duplicated: Checker = {
  name: 'duplicated',
  applies: ({ writes, keys }) => writes.length + keys.size > 0,
  check(model): CheckResult {
    const { keys, isSent } = sentIn(model);
    const keyOf = (rows: readonly ReadRow[]) => (rows.find(([, key]) => keys.has(key)) ?? rows[0])?.[1] ?? '';
    const found = model.looks.flatMap(({ rows, node, op }) =>
      twice((rows ?? []).filter(isSent)).map((copies) => ({ key: keyOf(copies), nodes: [node], ops: [op] })),
    );
    if (found.length > 0) {
      return invalid('duplicated', found, (n) => `${n} ${plural(n, 'write')} held more than once by one node`);
    }
    return undecidedByUnread(model) ?? VALID;
  },
};

const twice = (rows: readonly ReadRow[]): ReadRow[][] =>
  [...Map.groupBy(rows, ([, key]) => key).values(), ...Map.groupBy(rows, ([id]) => id).values()].filter(
    (copies) => copies.length > 1,
  );
