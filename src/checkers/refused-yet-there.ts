// A definite refusal (a 4xx; not a missing quorum, whose row stays where it was written) that took effect all the same.

import { isRefusedByRule } from '../history/errors.ts';
import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';

export const refusedYetThere: Checker = {
  name: 'refused_yet_there',
  applies: ({ writes }) => writes.some(({ outcome, error }) => outcome === 'refused' && isRefusedByRule(error)),
  check(model): CheckResult {
    const refused = model.writes.filter(({ outcome, error }) => outcome === 'refused' && isRefusedByRule(error));
    const found = refused.flatMap(({ key, ops }) =>
      model.looks
        .filter((look) => look.byKey.has(key))
        .map((look) => ({ key, nodes: [look.node], ops: [...ops, look.op] })),
    );
    if (found.length > 0)
      return invalid('refused_yet_there', found, (n) => `${n} refused ${plural(n, 'write')} that took effect`);
    return undecidedByUnread(model) ?? VALID;
  },
};
