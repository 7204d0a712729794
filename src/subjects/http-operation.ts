// One HTTP operation with one outcome, by what the answer proves. Shared by every subject that
// answers as the protocol's API does: 503 `quorum_not_met` and 4xx are final, anything else proves nothing.

import type { Call, HttpLine } from './http-line.ts';
import type { Answer, Outcome } from './subject.ts';

/** Of an answer that was no success: enough for a person to recognise it. */
const ANSWER_CHARS_MAX = 300;

/** What this machine had none left of, so that nothing was sent: ports, files, buffers, processes, memory. */
const EXHAUSTED: ReadonlySet<string> = new Set(['EADDRNOTAVAIL', 'EMFILE', 'ENFILE', 'ENOBUFS', 'EAGAIN', 'ENOMEM']);
/** The calls that come before anything is sent; the same codes from a write or a read prove nothing. */
const BEFORE_SENDING: ReadonlySet<string> = new Set(['socket', 'bind', 'connect']);

/** The answer says that it was done for some rows, and nobody knows for which. */
export class PartlyDone extends Error {
  override readonly name = 'PartlyDone';
}

/** One GET, its answer read from the parsed body. */
export type Get = <T>(path: string, timeout_ms: number, read: (body: unknown) => T, missing?: T) => Promise<Outcome<T>>;

/**
 * @param read takes the value out of the parsed body, and throws where it is not there
 * @param missing the value that a 404 means, where it means one
 */
export async function operation<T>(
  line: HttpLine,
  call: Call,
  success: number,
  read: (body: unknown) => T,
  missing?: T,
): Promise<Outcome<T>> {
  let answer: Answer;
  try {
    answer = await line.call(call);
  } catch (cause) {
    return unanswered(cause as NodeJS.ErrnoException);
  }
  if (answer.status === 404 && missing !== undefined) return { type: 'ok', value: missing };
  if (answer.status !== success) return refused(answer, success);
  try {
    return { type: 'ok', value: read(JSON.parse(answer.body)) };
  } catch (cause) {
    return { type: 'info', code: codeOf(cause), detail: plain((cause as Error).message), answer: bounded(answer) };
  }
}

function codeOf(cause: unknown): string {
  if (cause instanceof PartlyDone) return 'partly_done';
  return cause instanceof SyntaxError ? 'not_json' : 'unexpected_body';
}

/** How an operation without any answer ended. Where nothing listened, the request never arrived. */
export function unanswered(cause: NodeJS.ErrnoException): Outcome<never> {
  const { code = 'network', syscall = '', message: detail } = cause;
  if (code === 'ECONNREFUSED') return { type: 'fail', code: 'connection_refused', detail };
  const type = EXHAUSTED.has(code) && BEFORE_SENDING.has(syscall) ? 'unsent' : 'info';
  return { type, code: code.toLowerCase(), detail };
}

function refused(answer: Answer, success: number): Outcome<never> {
  const { status } = answer;
  const error = errorIn(answer.body);
  const said = { detail: detailOf(answer, success, error), answer: bounded(answer) };
  if (status === 503 && error === 'quorum_not_met') return { type: 'fail', code: 'quorum_not_met', ...said };
  // a node that broke while it worked may have done the work
  return { type: status >= 400 && status < 500 ? 'fail' : 'info', code: `http_${status}`, ...said };
}

/** "expected 201, found 400: invalid source" */
function detailOf({ status, body }: Answer, success: number, error: string | null): string {
  const words = plain(error ?? body);
  return `expected ${success}, found ${status}${words === '' ? '' : `: ${words}`}`;
}

/** What the answer itself calls its error. */
function errorIn(body: string): string | null {
  try {
    const { error } = JSON.parse(body);
    return typeof error === 'string' ? error : null;
  } catch {
    return null;
  }
}

const bounded = ({ status, body }: Answer): Answer => ({ status, body: plain(body) });

/** Short, in one line, and without characters that a terminal or a page would obey. */
const plain = (text: string): string =>
  text
    .slice(0, ANSWER_CHARS_MAX)
    .replaceAll(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
