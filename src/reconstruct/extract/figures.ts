// Figures of the progress lines beside those of the document that the same phase printed: the script takes both from
// one count, so each difference is a contradiction, whichever of them is right.

import type { Origin } from './evidence.ts';
import type { Progress } from './progress.ts';
import { statements } from './values.ts';

type Members = Record<string, unknown>;

export function figuresAgainst(phase: number | null, value: Members, progress: readonly Progress[]): Origin[] {
  if (phase === 2) return burst(value, progress);
  return phase === 4 ? bounds(value, progress) : [];
}

function burst(value: Members, progress: readonly Progress[]): Origin[] {
  const totals = statements(progress, 'totals').filter(({ statement }) => {
    const { ok, quorumNotMet, fail, total } = statement;
    const printed = [ok, quorumNotMet, fail, total];
    const held = [value.ok, value.quorum_not_met, value.fail, value.total_writes];
    return printed.some((figure, at) => isOther(figure, held[at]));
  });
  const counts = statements(progress, 'count').filter(({ statement }) =>
    isOther(statement.count, member(value.counts, statement.node)),
  );
  // A line that does not add up gives no figure, but writes that failed are writes that failed.
  const broken = statements(progress, 'broken').filter(
    ({ statement, origin }) => statement.of === 'totals' && value.fail === 0 && /\bFAIL=0*[1-9]/.test(origin.text),
  );
  return [...totals, ...broken, ...counts].map(({ origin }) => origin);
}

function bounds(value: Members, progress: readonly Progress[]): Origin[] {
  const held = (fault: string) => member(value.convergence_by_fault, fault);
  const figures = statements(progress, 'bound').filter(
    ({ statement }) => held(statement.fault) === undefined || isOther(statement.bound, held(statement.fault)),
  );
  const broken = statements(progress, 'broken').filter(
    ({ statement, origin }) => statement.of.startsWith('convergence_by_fault.') && !origin.text.includes('***'),
  );
  const unmeasured = statements(progress, 'fault').filter(({ statement }) => held(statement.fault) === undefined);
  return [...figures, ...broken, ...unmeasured].map(({ origin }) => origin);
}

/** A value that is no number, a masked one too, is judged by itself. */
const isOther = (printed: number, held: unknown): boolean => typeof held === 'number' && held !== printed;

const member = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Members)[key] : undefined;
