// The harness's way to one node: operations with one outcome each, told apart by what the answer proves.

import type { Client, Memory, NewMemory, Outcome } from '../subject.ts';
import { type Answer, type Call, HttpLine } from './http-line.ts';

/** Above any number of writers, so that no operation waits in the harness itself. */
const SOCKETS_MAX = 256;

export function openClient(url: string): Client {
  const line = new HttpLine(url, SOCKETS_MAX);
  const get = <T>(path: string, timeout_ms: number, read: (body: never) => T, missing?: T) =>
    operation(line, { method: 'GET', path, timeout_ms }, 200, read, missing);
  return {
    create: (memory: NewMemory, agent: string, timeout_ms: number) =>
      operation(line, createCall(memory, agent, timeout_ms), 201, ({ id }: { id: string }) => ({ id })),
    get: (id: string, timeout_ms: number) =>
      get(
        `/api/v1/memories/${encodeURIComponent(id)}`,
        timeout_ms,
        (body: { memory: Memory }): Memory | null => body.memory,
        null,
      ),
    // lists are capped; the export gives every row
    all: (namespace: string | null, timeout_ms: number) =>
      get(
        `/api/v1/export${namespace === null ? '' : `?${new URLSearchParams({ namespace })}`}`,
        timeout_ms,
        (body: { memories: Memory[] }) => body.memories,
      ),
    health: (timeout_ms: number) => get('/api/v1/health', timeout_ms, () => null),
    close: async () => line.close(),
  };
}

/** Which process answers at an address; null where none does. */
export async function instanceAt(url: string, timeout_ms: number): Promise<string | null> {
  const line = new HttpLine(url, 1);
  try {
    const answer = await line.call({ method: 'GET', path: '/api/v1/health', timeout_ms });
    return answer.status === 200 ? String(JSON.parse(answer.body).instance) : null;
  } catch {
    return null;
  } finally {
    line.close();
  }
}

const createCall = (memory: NewMemory, agent: string, timeout_ms: number): Call => ({
  method: 'POST',
  path: '/api/v1/memories',
  body: JSON.stringify({ ...memory, source: 'chaos' }),
  headers: { 'x-agent-id': agent },
  timeout_ms,
});

async function operation<T>(
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
  const detail = body.slice(0, 500);
  if (status === 503 && JSON.parse(body).error === 'quorum_not_met')
    return { type: 'fail', code: 'quorum_not_met', detail };
  if (status >= 400 && status < 500) return { type: 'fail', code: `http_${status}`, detail };
  // a node that broke while it worked may have done the work
  return { type: 'info', code: `http_${status}`, detail };
}
