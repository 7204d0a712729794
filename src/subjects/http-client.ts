// The harness's way to one node that speaks the protocol's HTTP API: operations with one outcome each. Every read
// may be asked again, for it changes nothing that is compared; a write is sent once.

import { HttpLine } from './http-line.ts';
import { bulkStored, consolidateBody, linksIn } from './http-many.ts';
import { type Get, operation } from './http-operation.ts';
import { listInPages } from './list-in-pages.ts';
import { storedMemories, storedMemory } from './stored-memory.ts';
import type { Client, Memory, NewMemory, NodeProcess } from './subject.ts';

/** Above any number of writers, so that no operation waits in the harness itself. */
const SOCKETS_MAX = 256;

export function openClient({ url }: Pick<NodeProcess, 'url'>): Client {
  const line = new HttpLine(url, SOCKETS_MAX);
  const get: Get = (path, timeout_ms, read, missing) =>
    operation(line, { method: 'GET', path, timeout_ms, repeatable: true }, 200, read, missing);
  return {
    create: (memory, agent, timeout_ms) => operation(line, createCall(memory, agent, timeout_ms), 201, idIn),
    upsert: (memory, agent, timeout_ms) =>
      operation(line, createCall(memory, agent, timeout_ms, WRITTEN_AGAIN), 201, idIn),
    update: (id, change, agent, timeout_ms) =>
      operation(line, changeCall('PUT', pathOf(id), agent, timeout_ms, change), 200, nothing),
    remove: (id, agent, timeout_ms) =>
      operation(line, changeCall('DELETE', pathOf(id), agent, timeout_ms), 200, nothing),
    promote: (id, agent, timeout_ms) =>
      operation(line, changeCall('POST', `${pathOf(id)}/promote`, agent, timeout_ms), 200, nothing),
    bulk: (memories, agent, timeout_ms) =>
      operation(
        line,
        changeCall('POST', '/api/v1/memories/bulk', agent, timeout_ms, memories.map(asSent)),
        200,
        bulkStored(memories.length),
      ),
    link: (link, agent, timeout_ms) =>
      operation(line, changeCall('POST', '/api/v1/links', agent, timeout_ms, link), 201, nothing),
    links: (id, timeout_ms) => get(`/api/v1/links/${encodeURIComponent(id)}`, timeout_ms, linksIn, []),
    consolidate: (ids, into, agent, timeout_ms) =>
      operation(
        line,
        changeCall('POST', '/api/v1/consolidate', agent, timeout_ms, consolidateBody(ids, into)),
        201,
        idIn,
      ),
    get: (id, timeout_ms) =>
      get(pathOf(id), timeout_ms, (body): Memory | null => storedMemory((body as { memory?: unknown }).memory), null),
    all: (namespace, timeout_ms) => listInPages(get, namespace, timeout_ms),
    recall: (words, namespace, limit, timeout_ms) =>
      get(
        `/api/v1/recall?${new URLSearchParams({ context: words, namespace, limit: String(limit) })}`,
        timeout_ms,
        (body) => storedMemories(body).map(withoutScore),
      ),
    listOnce: (namespace, timeout_ms) =>
      get(`/api/v1/memories?${new URLSearchParams({ namespace })}`, timeout_ms, storedMemories),
    // ai-memory counts all rows and checks its text index at each call
    health: (timeout_ms) => get('/api/v1/health', timeout_ms, () => null),
    close: async () => line.close(),
  };
}

/** Since 0.6.3.1 ai-memory refuses a title that is there unless it is asked so; who does not know the field ignores it. */
const WRITTEN_AGAIN = { on_conflict: 'merge' } as const;

const pathOf = (id: string): string => `/api/v1/memories/${encodeURIComponent(id)}`;

function idIn(body: unknown): { id: string } {
  const { id } = body as { id?: unknown };
  if (typeof id !== 'string') throw new Error(`expected an id, found ${JSON.stringify(id)}`);
  return { id };
}

/** An ack of a change says nothing more. */
const nothing = (): Record<never, never> => ({});

const changeCall = (
  method: 'PUT' | 'DELETE' | 'POST',
  path: string,
  agent: string,
  timeout_ms: number,
  body?: object,
) =>
  ({
    method,
    path,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    headers: { 'x-agent-id': agent },
    timeout_ms,
  }) as const;

/** The one source that every version takes. */
const asSent = (memory: NewMemory) => ({ ...memory, source: 'api' });

const createCall = (memory: NewMemory, agent: string, timeout_ms: number, more: Record<string, string> = {}) =>
  ({
    method: 'POST',
    path: '/api/v1/memories',
    body: JSON.stringify({ ...asSent(memory), ...more }),
    headers: { 'x-agent-id': agent },
    timeout_ms,
  }) as const;

/** How well a row fits the words is said of the answer, not of the row. */
const withoutScore = ({ rest: { score: _, ...rest }, ...memory }: Memory): Memory => ({ ...memory, rest });
