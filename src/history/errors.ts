// Which errors are definite: the operation certainly was not acknowledged and will not be.
// Everything else, and above all a time-out, says nothing: the write may exist anywhere. A time-out taken
// for a failure calls a write refused that may exist, and that is then not among those that were recovered.
// What the harness itself could not send is neither: it says nothing of the subject at all.

type Answer =
  | { type: 'ok' | 'info'; [rest: string]: unknown }
  | { type: 'fail' | 'unsent'; code: string; [rest: string]: unknown };

/** Codes that a server, or the kernel, gives only when the answer is final. */
const DEFINITE: ReadonlyMap<string, string> = new Map([
  ['quorum_not_met', 'the node said that too few copies exist; its own row stays'],
  ['connection_refused', 'nothing listened: the request was never sent'],
  ['validation', 'the node refused the content'],
  ['not_found', 'the node has no such thing'],
  ['conflict', 'the title is taken'],
  ['too_large', 'the node refused the size'],
]);

/** A status from 400 to 499 is the node's own final word, whatever it is about. */
const CLIENT_ERROR = /^(http_)?4\d\d$/;
/** 408, 425 and 429 ask to try again: they are no final word. */
const ASKS_AGAIN = /^(http_)?4(08|25|29)$/;
const UNSENT = 'unsent_';

export type Ending = 'ok' | 'fail' | 'info';

/**
 * How an operation ends in the history: `fail` only where client and registry both call it definite. What was never sent
 * is a `fail` too; its error tells it apart again (outcome.ts).
 */
export function endingOf(outcome: Answer): Ending {
  if (outcome.type === 'unsent') return 'fail';
  if (outcome.type !== 'fail') return outcome.type;
  return isDefinite(outcome.code) ? 'fail' : 'info';
}

/** The error that the history names. */
export const errorOf = (outcome: { type: string; code: string }): string =>
  outcome.type === 'unsent' ? `${UNSENT}${outcome.code.toLowerCase()}` : outcome.code;

export function isDefinite(code: string): boolean {
  return DEFINITE.has(code) || (CLIENT_ERROR.test(code) && !ASKS_AGAIN.test(code));
}

/** The harness had no port, file, memory or process left for it. */
export const isUnsent = (error: string | null): boolean => error?.startsWith(UNSENT) === true;

/** The node looked at the request and said no; not that its quorum was missing, nor that nothing listened. */
export const isRefusedByRule = (error: string | null): boolean =>
  error !== null && isDefinite(error) && error !== 'quorum_not_met' && error !== 'connection_refused';

/** Of a refusal: the node itself gave it; not that nothing listened, nor that the harness sent nothing. */
export const isRefusalOfNode = (error: string | null): boolean => error !== 'connection_refused' && !isUnsent(error);
