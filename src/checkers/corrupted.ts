// A write that a node holds with content that nobody sent, whatever became of the write, at any look.

import { holdsOther } from '../history/looks.ts';
import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';

export const corrupted: Checker = {
  name: 'corrupted',
  applies: ({ writes }) => writes.length > 0,
  check(model): CheckResult {
    const looks = model.looks.filter((look) => look.rows !== null);
    const found = model.writes.flatMap((write) =>
      looks
        .filter((look) => holdsOther(look, write))
        .map((look) => ({ key: write.key, nodes: [look.node], ops: [...write.ops, look.op] })),
    );
    if (found.length > 0) {
      return invalid('corrupted', found, (n) => `${n} ${plural(n, 'write')} held with other content than was sent`);
    }
    return undecidedByUnread(model) ?? VALID;
  },
};
