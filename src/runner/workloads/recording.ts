// The lines of a history that an operation leaves: one before it is sent, and one when it ends; of a request that does
// several things, as many for each.

import { endingOf, errorOf } from '../../history/errors.ts';
import type { CycleHistory } from '../../history/ops.ts';
import type { Outcome } from '../../subjects/subject.ts';
import { type Answered, type CreationPart, type OnKeyPart, type Op, partsOf } from './workload.ts';

export interface Recording {
  history: CycleHistory;
  /** Whether a refusal is the first of its kind: its words are recorded once. */
  isFirstOfKind(kind: string): boolean;
}

type Line = Parameters<CycleHistory['append']>[0];
/** What an operation gave: of several things one answer each, in their order. */
export type Given = Awaited<ReturnType<Op['send']>> extends Outcome<infer T> ? T : never;

export function recordBegin({ history }: Recording, process: number, op: Op): void {
  const lines = op.f === 'recall' || op.f === 'list' ? [op] : partsOf(op);
  for (const { f, intent } of lines) history.append({ process, f, type: 'invoke', value: intent } as Line);
}

export function recordEnd(
  { history, isFirstOfKind }: Recording,
  process: number,
  op: Op,
  outcome: Outcome<Given>,
): void {
  const append = (f: Line['f'], rest: object): void => void history.append({ process, f, ...rest } as Line);
  if (op.f === 'recall' || op.f === 'list') {
    if (outcome.type === 'ok') append(op.f, { type: 'ok', value: { ...op.intent, ...outcome.value } });
    else append(op.f, { type: 'info', value: op.intent, error: errorOf(outcome) });
  } else if (outcome.type === 'ok') {
    for (const [part, given] of answersOf(op, outcome.value)) append(part.f, { type: 'ok', value: okOf(part, given) });
  } else {
    const type = endingOf(outcome) === 'fail' ? 'fail' : 'info';
    const error = errorOf(outcome);
    // asked only where the words are recorded: the first to ask is the first of its kind
    const isNew = 'answer' in outcome && outcome.answer && isFirstOfKind(error);
    const answer = isNew ? { answer: outcome.answer } : {};
    for (const part of partsOf(op)) append(part.f, { type, value: { ...namedBy(part), ...answer }, error });
  }
}

/** Each part of what was done, with what was answered for it. */
export function answersOf(
  op: Exclude<Op, { f: 'recall' | 'list' }>,
  given: Given,
): [part: CreationPart | OnKeyPart, given: Answered][] {
  const answers = Array.isArray(given) ? (given as readonly Answered[]) : [given as Answered];
  return partsOf(op).map((part, i) => [part, answers[i] ?? {}]);
}

const namedBy = (part: CreationPart | OnKeyPart): { key: string; value?: string } =>
  part.f === 'write' ? { key: part.intent.key } : { key: part.intent.key, value: part.intent.value };

/** Of the answer to a creation, its id alone. */
const okOf = (part: CreationPart | OnKeyPart, given: Answered): object =>
  part.f === 'write'
    ? { ...namedBy(part), ...(given.id === undefined ? {} : { id: given.id }) }
    : { ...namedBy(part), ...given };

/** Says once of each kind that it is the first. */
export function firstOfKind(): (kind: string) => boolean {
  const seen = new Set<string>();
  return (kind) => {
    const isFirst = !seen.has(kind);
    seen.add(kind);
    return isFirst;
  };
}
