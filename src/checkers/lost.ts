// An acked write that is on no node. Said only where every node could be read: the one that could not may hold it.

import { holds } from '../history/looks.ts';
import type { CycleModel } from '../history/model.ts';
import { acks, type Checker, type CheckResult, invalid, undecidedByUnread, VALID } from './checker.ts';

export const lost: Checker = {
  name: 'lost',
  applies: ({ acked }) => acked.length > 0,
  check(model): CheckResult {
    const found = lostIn(model);
    if (found.length === 0) return VALID;
    const open = undecidedByUnread(model);
    if (open) return open;
    return invalid(
      'lost',
      found.map(({ key, ops }) => ({ key, ops, nodes: model.rules.nodes })),
      (n) => `${acks(n)} on no node`,
    );
  },
};

/** Acked writes that none of the nodes that could be read holds. */
export function lostIn({ acked, final }: CycleModel): CycleModel['acked'] {
  const looks = [...final.values()].filter((look) => look !== null);
  return acked.filter((write) => !looks.some((look) => holds(look, write)));
}
