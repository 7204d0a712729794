// A row that nobody sent. A row is expected if its key was sent, or if its id was given out with an ack: a changed
// title is corruption, not a new row.

import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';

export const unexpected: Checker = {
  name: 'unexpected',
  applies: ({ looks }) => looks.some((look) => look.rows !== null),
  check(model): CheckResult {
    const sent = new Set(model.writes.map((write) => write.key));
    const shared = [...model.keys.values()];
    const given = new Set([...model.writes.map((write) => write.id), ...shared.flatMap(({ ids }) => [...ids])]);
    const found = model.looks.flatMap(({ rows, node, op }) =>
      (rows ?? [])
        .filter(([id, key]) => !sent.has(key) && !model.keys.has(key) && !given.has(id))
        .map(([id]) => ({ key: id, nodes: [node], ops: [op] })),
    );
    if (found.length > 0) return invalid('unexpected', found, (n) => `${n} ${plural(n, 'row')} that no client sent`);
    return undecidedByUnread(model) ?? VALID;
  },
};
