// A definite refusal (a 4xx; not a missing quorum, whose row stays where it was written) that took effect all the same.

import { isRefusedByRule } from '../history/errors.ts';
import type { OnKey } from '../history/keys.ts';
import type { Write } from '../history/model.ts';
import { type Checker, type CheckResult, invalid, plural, undecidedByUnread, VALID } from './checker.ts';

export const refusedYetThere: Checker = {
  name: 'refused_yet_there',
  applies: ({ writes, keys }) =>
    writes.some(isRefused) || [...keys.values()].some(({ ops }) => ops.some((op) => isVersion(op) && isRefused(op))),
  check(model): CheckResult {
    const ofKeys = [...model.keys.values()].flatMap((history) =>
      model.looks.flatMap((look) => {
        const versions = (look.byKey.get(history.key) ?? []).map(([, , digest]) => history.seen(digest));
        return versions.flatMap((seen) =>
          seen.is === 'version' && isRefused(seen.of)
            ? [{ key: history.key, nodes: [look.node], ops: [...seen.of.ops, look.op] }]
            : [],
        );
      }),
    );
    const ofWrites = model.writes
      .filter(isRefused)
      .flatMap(({ key, ops }) =>
        model.looks
          .filter((look) => look.byKey.has(key))
          .map((look) => ({ key, nodes: [look.node], ops: [...ops, look.op] })),
      );
    const found = [...ofWrites, ...ofKeys];
    if (found.length > 0)
      return invalid('refused_yet_there', found, (n) => `${n} refused ${plural(n, 'write')} that took effect`);
    return undecidedByUnread(model) ?? VALID;
  },
};

const isRefused = ({ outcome, error }: Pick<Write, 'outcome' | 'error'>): boolean =>
  outcome === 'refused' && isRefusedByRule(error);

/** Of the others no look can tell whether they took effect. */
const isVersion = ({ kind }: OnKey): boolean => kind === 'create' || kind === 'update';
