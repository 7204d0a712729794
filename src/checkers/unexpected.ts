// A row that nobody sent.

import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';
import { sentIn } from './sent-rows.ts';

export const unexpected: Checker = {
  name: 'unexpected',
  applies: ({ looks }) => looks.length > 0,
  check(model): CheckResult {
    const { isSent } = sentIn(model);
    const found = model.looks.flatMap(({ rows, node, op }) =>
      (rows ?? []).filter((row) => !isSent(row)).map(([id]) => ({ key: id, nodes: [node], ops: [op] })),
    );
    if (found.length > 0) return invalid('unexpected', found, (n) => `${n} ${plural(n, 'row')} that no client sent`);
    return undecidedByUnread(model) ?? VALID;
  },
};
