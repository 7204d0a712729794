// The other gate campaigns of a release, in words: most formats have no place for them, and a reader of one result has
// to know that there are others.

import type { Report } from './report.ts';

const NAMED_MAX = 20;

/** Sentences; none where no gate campaign of the release is here. */
export function attemptsInWords({ id, attempts, subject, ref }: Report): string[] {
  if (attempts.length === 0) return [];
  const position = attempts.findIndex((one) => one.id === id);
  const of = `${subject ?? 'the subject'} ${ref ?? ''}`.trim();
  const others = attempts.filter((one) => one.id !== id);
  const named = others.slice(0, NAMED_MAX).map((one) => `${one.id} ${one.outcome}`);
  const more = others.length - named.length;
  const first =
    position === -1
      ? `This is no gate campaign; ${of} has ${attempts.length}.`
      : `This is attempt ${attempts.length - position} of ${attempts.length} of ${of}.`;
  return [
    first,
    ...(named.length > 0
      ? [`Other gate campaigns of it: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}.`]
      : []),
  ];
}

/** `attempt 2 of 3`; null for what is no gate campaign, or the only one. */
export function attemptInWords({ id, attempts }: Report): string | null {
  const position = attempts.findIndex((one) => one.id === id);
  return position === -1 || attempts.length < 2 ? null : `attempt ${attempts.length - position} of ${attempts.length}`;
}
