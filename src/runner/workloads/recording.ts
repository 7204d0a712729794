// The lines of a history that an operation leaves: one before it is sent, and one when it ends.

import { endingOf, errorOf } from '../../history/errors.ts';
import type { CycleHistory } from '../../history/ops.ts';
import type { Outcome } from '../../subjects/subject.ts';
import type { Op } from './workload.ts';

type Answered = { id?: string; digest?: string | null };

export interface Recording {
  history: CycleHistory;
  /** Whether a refusal is the first of its kind: its words are recorded once. */
  isFirstOfKind(kind: string): boolean;
}

export function recordBegin({ history }: Recording, process: number, op: Op): void {
  if (op.f === 'write') history.append({ process, f: op.f, type: 'invoke', value: op.intent });
  else history.append({ process, f: op.f, type: 'invoke', value: op.intent });
}

export function recordEnd(recording: Recording, process: number, op: Op, outcome: Outcome<Answered>): void {
  const { history, isFirstOfKind } = recording;
  const { key } = op.intent;
  const named = op.f === 'write' ? { key } : { key, value: op.intent.value };
  if (outcome.type === 'ok') {
    if (op.f === 'write') history.append({ process, f: op.f, type: 'ok', value: { key, id: outcome.value.id ?? '' } });
    else history.append({ process, f: op.f, type: 'ok', value: { key, value: op.intent.value, ...outcome.value } });
    return;
  }
  const type = endingOf(outcome) === 'fail' ? 'fail' : 'info';
  const error = errorOf(outcome);
  const answer = 'answer' in outcome && outcome.answer && isFirstOfKind(error) ? { answer: outcome.answer } : {};
  const value = { ...named, ...answer };
  history.append({ process, f: op.f, type, value, error } as Parameters<CycleHistory['append']>[0]);
}

/** Says once of each kind that it is the first. */
export function firstOfKind(): (kind: string) => boolean {
  const seen = new Set<string>();
  return (kind) => {
    const isFirst = !seen.has(kind);
    seen.add(kind);
    return isFirst;
  };
}
