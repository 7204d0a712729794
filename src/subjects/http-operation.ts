// One HTTP operation with one outcome, told apart by what the answer proves. Shared by every subject that
// answers as the protocol's API does: 503 `quorum_not_met` and 4xx are final, anything else proves nothing.

import type { Answer, Call, HttpLine } from './http-line.ts';
import type { NewMemory, Outcome } from './subject.ts';

/** Of an answer that was no success: enough to recognise it. */
const DETAIL_CHARS = 500;

/** @param missing the value that a 404 stands for, where it stands for one */
export async function operation<T>(
  line: HttpLine,
  call: Call,
  success: number,
  read: (body: never) => T,
  missing?: T,
): Promise<Outcome<T>> {
  let answer: Answer;
  try {
    answer = await line.call(call);
  } catch (cause) {
    return unanswered(cause as NodeJS.ErrnoException);
  }
  try {
    if (answer.status === success) return { type: 'ok', value: read(JSON.parse(answer.body) as never) };
    if (answer.status === 404 && missing !== undefined) return { type: 'ok', value: missing };
    return refused(answer);
  } catch (cause) {
    return { type: 'info', code: 'not_json', detail: (cause as Error).message };
  }
}

/** Only an address where nothing listens proves that a request never arrived. */
function unanswered(cause: NodeJS.ErrnoException): Outcome<never> {
  if (cause.code === 'ECONNREFUSED') return { type: 'fail', code: 'connection_refused', detail: cause.message };
  return { type: 'info', code: (cause.code ?? 'network').toLowerCase(), detail: cause.message };
}

function refused({ status, body }: Answer): Outcome<never> {
  const detail = body.slice(0, DETAIL_CHARS);
  if (status === 503 && JSON.parse(body).error === 'quorum_not_met')
    return { type: 'fail', code: 'quorum_not_met', detail };
  if (status >= 400 && status < 500) return { type: 'fail', code: `http_${status}`, detail };
  // a node that broke while it worked may have done the work
  return { type: 'info', code: `http_${status}`, detail };
}

/** The request that stores one memory. */
export const createCall = (memory: NewMemory, agent: string, timeout_ms: number): Call => ({
  method: 'POST',
  path: '/api/v1/memories',
  body: JSON.stringify({ ...memory, source: 'chaos' }),
  headers: { 'x-agent-id': agent },
  timeout_ms,
});
