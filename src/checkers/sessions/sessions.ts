// What the clients of a cycle saw of each other and of themselves: how many reads had something to be older than, how
// many were, and for how long, marked by whether the fault had begun, held or was over.

import {
  SESSION_BREACHES,
  SESSION_SCOPES,
  type SessionBreach,
  type SessionScope,
  type SessionStage,
} from '../../contract/consistency.ts';
import type { Nanoseconds } from '../../history/ops.ts';
import { isRead, type RegisterHistory } from '../register/operation.ts';
import { type BoundRead, type Breach, type Read, UNBOUND } from './breach.ts';
import { OrderAtNode } from './order-at-node.ts';
import { OwnSession } from './own-session.ts';
import { Versions } from './versions.ts';

/** `cluster`: whatever nodes a client asked; `node`: only what went through the node that is read. */
export interface SessionFinding {
  name: SessionBreach;
  scope: SessionScope;
  /** Reads that had something to be older than, by stage. */
  reads: Record<SessionStage, number>;
  breaches: readonly (Breach & { stage: SessionStage })[];
}

export interface FaultTimes {
  /** null: the fault never held. */
  holds_ns: Nanoseconds | null;
  /** null: it was never healed. */
  healed_ns: Nanoseconds | null;
}

/** @returns one for each name and scope, all of them; of reads that were answered and are not the final ones */
export function sessionFindings(keys: readonly RegisterHistory[], fault: FaultTimes | null): SessionFinding[] {
  const known = keys.map(({ key, ops }) => ({ key, ops, reads: readsOf({ key, ops }) }));
  const finders = finderOf(known);
  return finders.map(({ name, scope, find }) => {
    const reads = { before: 0, in: 0, after: 0 };
    const breaches: (Breach & { stage: SessionStage })[] = [];
    for (const one of known) {
      for (const read of one.reads) {
        const { isBound, breach } = find(read);
        const stage = stageOf(read, fault);
        if (isBound) reads[stage] += 1;
        if (breach) breaches.push({ ...breach, stage });
      }
    }
    breaches.sort((x, y) => x.read.invoke - y.read.invoke || x.read.op - y.read.op);
    return { name, scope, reads, breaches };
  });
}

function readsOf({ key, ops }: RegisterHistory): Read[] {
  const versions = new Versions(ops);
  return ops
    .filter((op) => isRead(op) && !op.final)
    .flatMap((op): Read[] => {
      const seen = versions.seenBy(op);
      return seen ? [{ key, op, seen }] : [];
    });
}

type Known = Parameters<typeof finderOf>[0][number];

function finderOf(keys: readonly { key: string; ops: RegisterHistory['ops']; reads: readonly Read[] }[]) {
  const own = (scope: SessionScope): ReadonlyMap<string, OwnSession> =>
    new Map(keys.map(({ key, ops, reads }: Known) => [key, new OwnSession(ops, reads, scope)]));
  const sessions = { cluster: own('cluster'), node: own('node') };
  const writes = new OrderAtNode('writes', keys);
  const causes = new OrderAtNode('reads', keys);
  return SESSION_BREACHES.flatMap(
    (name): { name: SessionBreach; scope: SessionScope; find: (read: Read) => BoundRead }[] => {
      if (name === 'non_monotonic_write') return [{ name, scope: 'node', find: (read) => writes.find(read) }];
      if (name === 'write_without_cause') return [{ name, scope: 'node', find: (read) => causes.find(read) }];
      return SESSION_SCOPES.map((scope) => ({
        name,
        scope,
        find: (read) => sessions[scope].get(read.key)?.find(name, read) ?? UNBOUND,
      }));
    },
  );
}

function stageOf({ op }: Read, fault: FaultTimes | null): SessionStage {
  if (fault === null || fault.holds_ns === null || (op.answer ?? 0) < fault.holds_ns) return 'before';
  return fault.healed_ns !== null && op.invoke > fault.healed_ns ? 'after' : 'in';
}
