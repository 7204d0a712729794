// Which errors are definite: the operation certainly was not acknowledged and will not be.
// Everything else, and above all a time-out, says nothing: the write may exist anywhere. A time-out taken
// for a failure turns a surviving write into a false "unexpected" and hides a lost one.

/** What a client says of an operation; its `code` is read only where it calls it a definite refusal. */
type Answer =
  | { type: 'ok' | 'info'; [rest: string]: unknown }
  | { type: 'fail'; code: string; [rest: string]: unknown };

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

export type Ending = 'ok' | 'fail' | 'info';

/** How an operation ends in the history: `fail` only where client and registry both call it definite. */
export function endingOf(outcome: Answer): Ending {
  if (outcome.type !== 'fail') return outcome.type;
  return isDefinite(outcome.code) ? 'fail' : 'info';
}

export function isDefinite(code: string): boolean {
  return DEFINITE.has(code) || CLIENT_ERROR.test(code);
}
