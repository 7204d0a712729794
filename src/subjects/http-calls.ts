// The requests of the protocol's HTTP API, one for each operation of a client. Pure: whoever sends them adds a limit.

import type { Change, Consolidated, Link, NewMemory } from './memory.ts';

export interface HttpCall {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  body?: string;
  headers?: Record<string, string>;
}

/** Since 0.6.3.1 ai-memory refuses a title that is there unless it is asked so; who does not know the field ignores it. */
const WRITTEN_AGAIN = { on_conflict: 'merge' } as const;

export const CALLS = {
  create: (memory: NewMemory, agent: string) => change('POST', '/api/v1/memories', agent, asSent(memory)),
  upsert: (memory: NewMemory, agent: string) =>
    change('POST', '/api/v1/memories', agent, { ...asSent(memory), ...WRITTEN_AGAIN }),
  update: (id: string, to: Change, agent: string) => change('PUT', pathOf(id), agent, to),
  remove: (id: string, agent: string) => change('DELETE', pathOf(id), agent),
  promote: (id: string, agent: string) => change('POST', `${pathOf(id)}/promote`, agent),
  bulk: (memories: readonly NewMemory[], agent: string) =>
    change('POST', '/api/v1/memories/bulk', agent, memories.map(asSent)),
  link: (link: Link, agent: string) => change('POST', '/api/v1/links', agent, link),
  links: (id: string) => get(`/api/v1/links/${encodeURIComponent(id)}`),
  consolidate: (ids: readonly string[], { content, ...into }: Consolidated, agent: string) =>
    change('POST', '/api/v1/consolidate', agent, { ...into, ids, summary: content }),
  get: (id: string) => get(pathOf(id)),
  recall: (words: string, namespace: string, limit: number) =>
    get(`/api/v1/recall?${new URLSearchParams({ context: words, namespace, limit: String(limit) })}`),
  health: () => get('/api/v1/health'),
  listOnce: (namespace: string) => get(`/api/v1/memories?${new URLSearchParams({ namespace })}`),
} as const;

const pathOf = (id: string): string => `/api/v1/memories/${encodeURIComponent(id)}`;

/** The one source that every version takes. */
const asSent = (memory: NewMemory) => ({ ...memory, source: 'api' });

const get = (path: string): HttpCall & { method: 'GET' } => ({ method: 'GET', path });

const change = (method: 'PUT' | 'DELETE' | 'POST', path: string, agent: string, body?: object): HttpCall => ({
  method,
  path,
  ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  headers: { 'x-agent-id': agent },
});
