// A write that was acked by a node while too few of its peers were in reach: invoked and answered while the fault held.

import type { CycleModel, Write } from '../history/model.ts';
import { acks, type Checker, type CheckResult, invalid, undecided, VALID } from './checker.ts';

export const ackedWithoutQuorum: Checker = {
  name: 'acked_without_quorum',
  // the first histories have no barrier behind the hold: many of their cycles answered nothing in time
  applies: (model) =>
    (model.fault?.out_of_reach.length ?? 0) > 0 && (model.recorded.stages || whileOutOfReach(model).length > 0),
  check(model): CheckResult {
    const answered = whileOutOfReach(model);
    const found = answered.filter((write) => write.outcome === 'acked');
    if (found.length > 0) {
      return invalid(
        'acked_without_quorum',
        found.map(({ key, ops, node }) => ({ key, ops, nodes: [node ?? 'a'] })),
        (n) => `${acks(n)} while the quorum was out of reach`,
      );
    }
    return answered.length > 0 ? VALID : undecided('no write was answered by a node whose quorum was out of reach');
  },
};

type Answered = Pick<Write, 'key' | 'node' | 'invoked_ns' | 'ended_ns' | 'outcome' | 'error' | 'ops'>;

function whileOutOfReach({ writes, keys, fault }: CycleModel): Answered[] {
  const from = fault?.holds_ns ?? Number.POSITIVE_INFINITY;
  const to = fault?.healing_ns ?? Number.POSITIVE_INFINITY;
  const changes = [...keys.values()].flatMap(({ ops }) => ops.filter(({ kind }) => kind !== 'get'));
  return [...writes, ...changes].filter(
    ({ node, invoked_ns, ended_ns, outcome, error }) =>
      // a node that crashed refuses connections, and says nothing of its quorum
      (outcome === 'acked' || error === 'quorum_not_met') &&
      fault?.out_of_reach.includes(node ?? 'a') &&
      invoked_ns > from &&
      ended_ns < to,
  );
}
