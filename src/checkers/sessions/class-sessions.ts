// What the sessions of all cycles of a class saw, added up.

import { SESSION_STAGES, type Session, type SessionStage } from '../../contract/consistency.ts';
import { inMs } from '../../history/ops.ts';
import { quantiles } from '../../statistics/quantiles.ts';
import type { SessionFinding } from './sessions.ts';

interface CycleSessions {
  cycle: number;
  /** null: no client read a key that others use. */
  sessions: readonly SessionFinding[] | null;
}

/** @returns one entry for each breach and scope that any cycle looked for */
export function classSessions(cycles: readonly CycleSessions[]): Session[] {
  const all = cycles.flatMap(({ cycle, sessions }) => (sessions ?? []).map((finding) => ({ cycle, finding })));
  const kinds = Map.groupBy(all, ({ finding }) => `${finding.name} ${finding.scope}`);
  return [...kinds.values()].flatMap((own) => (own[0] ? [sessionOver(own[0].finding, own)] : []));
}

function sessionOver(
  { name, scope }: SessionFinding,
  own: readonly { cycle: number; finding: SessionFinding }[],
): Session {
  const breaches = own.flatMap(({ cycle, finding }) =>
    finding.breaches.map((breach) => ({ ...breach, cycle, stale_ms: inMs(breach.read.invoke - breach.since) })),
  );
  const byStage = <T>(of: (stage: SessionStage) => T) =>
    Object.fromEntries(SESSION_STAGES.map((stage) => [stage, of(stage)])) as Record<SessionStage, T>;
  const at = (stage: SessionStage) => breaches.filter((breach) => breach.stage === stage);
  const [first] = breaches;
  return {
    breach: name,
    scope,
    reads: byStage((stage) => own.reduce((sum, { finding }) => sum + finding.reads[stage], 0)),
    found: byStage((stage) => at(stage).length),
    stale_ms: byStage((stage) => staleness(at(stage).map(({ stale_ms }) => stale_ms))),
    by_node: countBy(breaches, ({ read }) => read.node),
    by_client: countBy(breaches, ({ read }) => String(read.client)),
    first: first
      ? {
          cycle: first.cycle,
          key: first.key,
          ops: [...first.because, first.read].map(({ op }) => op),
          stale_ms: first.stale_ms,
        }
      : null,
  };
}

function staleness(ms: readonly number[]): Session['stale_ms'][SessionStage] {
  const found = quantiles(ms);
  return found && { ...found };
}

function countBy<T>(all: readonly T[], of: (one: T) => string): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const one of all) counts[of(one)] = (counts[of(one)] ?? 0) + 1;
  return counts;
}
