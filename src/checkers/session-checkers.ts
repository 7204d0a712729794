// Reads that were older than a session may expect, where the version promises sessions: for clients that stay with one
// node, or whatever nodes they ask. Where it promises none, what was seen is a figure and no anomaly.

import type { SessionBreach, SessionScope } from '../contract/consistency.ts';
import type { CycleModel } from '../history/model.ts';
import { type Checker, type CheckResult, invalid, onNodes, plural, VALID } from './checker.ts';
import type { SessionFinding } from './sessions/sessions.ts';
import { sessionsOf } from './shared-findings.ts';

type Named = Extract<SessionBreach, Checker['name']>;

const SEEN: Record<Named, string> = {
  own_write_unread: 'older than an acked write of the same client',
  non_monotonic_read: 'older than an earlier read of the same client',
  stale_read: 'older than an acked write',
};

const sessionChecker = (name: Named): Checker => ({
  name,
  applies: (model) => boundReads(findingOf(name, model)) > 0,
  check(model): CheckResult {
    const breaches = findingOf(name, model)?.breaches ?? [];
    const found = breaches.map(({ key, read, because }) => ({
      key,
      nodes: [read.node],
      ops: [...because, read].map(({ op }) => op),
    }));
    if (found.length === 0) return VALID;
    const where = WHERE[model.rules.sessions ?? 'cluster'];
    return invalid(
      name,
      found,
      (n, nodes) => `${n} ${plural(n, 'key')} read on ${onNodes(nodes)} ${SEEN[name]}${where}`,
    );
  },
});

const WHERE: Record<SessionScope, string> = { node: ' through that node', cluster: '' };

function findingOf(name: Named, model: CycleModel): SessionFinding | undefined {
  const { sessions: scope } = model.rules;
  if (scope === undefined || model.keys.size === 0) return undefined;
  return sessionsOf(model).find((one) => one.name === name && one.scope === scope);
}

/** Reads that had something to be older than. */
const boundReads = (finding: SessionFinding | undefined): number =>
  finding ? Object.values(finding.reads).reduce((sum, count) => sum + count, 0) : 0;

export const ownWriteUnread = sessionChecker('own_write_unread');
export const nonMonotonicRead = sessionChecker('non_monotonic_read');
export const staleRead = sessionChecker('stale_read');
