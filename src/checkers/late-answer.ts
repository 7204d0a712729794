// A write that was answered later than the quorum's deadline and a margin. On a machine with too much to do a late
// answer says nothing about the subject.

import { type CycleModel, isAnswered } from '../history/model.ts';
import { NANOSECONDS_PER_MS } from '../history/ops.ts';
import { type Checker, type CheckResult, invalid, plural, undecided, VALID } from './checker.ts';

/** Granted on top of the quorum's deadline: nodes share their machine with the clients. */
export const ANSWER_MARGIN_MS = 2_000;
/** Runnable processes by processor, above which the machine may be what is late. */
const LOAD_PER_CPU_MAX = 2;

export const lateAnswer: Checker = {
  name: 'late_answer',
  applies: (model) => answeredIn(model).length > 0,
  check(model): CheckResult {
    const { rules, load_per_cpu: load } = model;
    const limit_ns = (rules.quorum_timeout_ms + ANSWER_MARGIN_MS) * NANOSECONDS_PER_MS;
    const late = answeredIn(model).filter(({ invoked_ns, ended_ns }) => ended_ns - invoked_ns > limit_ns);
    if (late.length === 0) return VALID;
    if (load === null) return undecided('answers came late, and how busy the machine was is not recorded');
    if (load > LOAD_PER_CPU_MAX)
      return undecided(`answers came late, on a machine with ${load} processes by processor`);
    const found = late.map(({ key, ops, node }) => ({ key, ops, nodes: node ? [node] : [] }));
    return invalid(
      'late_answer',
      found,
      (n) => `${n} ${plural(n, 'write')} answered after the deadline and its margin`,
    );
  },
};

/** Creations, and what changes a key that clients share; a get has no quorum, and one request for many rows has many. */
function answeredIn({ writes, keys }: CycleModel) {
  const changes = [...keys.values()].flatMap(({ ops }) => ops.filter(({ kind }) => kind !== 'get'));
  return [...writes, ...changes].filter((one) => !one.isOfMany && isAnswered(one));
}
