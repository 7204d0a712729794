// A write that one node holds twice, at any look.

import { unreadNodes } from '../history/model.ts';
import { type Checker, type CheckResult, invalid, plural, undecided, VALID } from './checker.ts';

export const duplicated: Checker = {
  name: 'duplicated',
  applies: ({ writes }) => writes.length > 0,
  check(model): CheckResult {
    const found = model.looks.flatMap(({ byKey, node, op }) =>
      [...byKey].filter(([, rows]) => rows.length > 1).map(([key]) => ({ key, nodes: [node], ops: [op] })),
    );
    if (found.length > 0) {
      return invalid('duplicated', found, (n) => `${n} ${plural(n, 'write')} held more than once by one node`);
    }
    const unread = unreadNodes(model);
    return unread.length > 0 ? undecided(`node ${unread.join(', ')} could not be read`) : VALID;
  },
};
