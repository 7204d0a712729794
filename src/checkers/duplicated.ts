// A write, or a key that clients share, that one node holds twice, at any look.

import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';
import { isSentIn } from './sent-rows.ts';

export const duplicated: Checker = {
  name: 'duplicated',
  applies: ({ writes, keys }) => writes.length + keys.size > 0,
  check(model): CheckResult {
    const isSent = isSentIn(model);
    const found = model.looks.flatMap(({ byKey, node, op }) =>
      [...byKey]
        .filter(([, rows]) => rows.length > 1 && rows.filter(isSent).length > 1)
        .map(([key]) => ({ key, nodes: [node], ops: [op] })),
    );
    if (found.length > 0) {
      return invalid('duplicated', found, (n) => `${n} ${plural(n, 'write')} held more than once by one node`);
    }
    return undecidedByUnread(model) ?? VALID;
  },
};
