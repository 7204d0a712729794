// The harness's way to one node of the program. Lists are capped, so a namespace is read in pages and believed
// only where the pages hold as many rows as the node counts in it; else the export, which is not capped, decides.

import { HttpLine } from '../http-line.ts';
import { createCall, operation } from '../http-operation.ts';
import type { Client, Memory, NodeProcess, Outcome } from '../subject.ts';

const SOCKETS_MAX = 256;
/** Below the smallest cap of any version. */
const PAGE_ROWS = 200;

export function openClient({ url }: Pick<NodeProcess, 'url'>): Client {
  const line = new HttpLine(url, SOCKETS_MAX);
  const get = <T>(path: string, timeout_ms: number, read: (body: never) => T, missing?: T) =>
    operation(line, { method: 'GET', path, timeout_ms, repeatable: true }, 200, read, missing);
  return {
    create: (memory, agent, timeout_ms) =>
      operation(line, createCall(memory, agent, timeout_ms), 201, ({ id }: { id: string }) => ({ id })),
    get: (id, timeout_ms) =>
      get(
        `/api/v1/memories/${encodeURIComponent(id)}`,
        timeout_ms,
        ({ memory }: { memory: Memory }): Memory | null => memory,
        null,
      ),
    async all(namespace, timeout_ms) {
      const listed = namespace === null ? null : await inPages(get, namespace, timeout_ms);
      if (listed !== null) return listed;
      const exported = await get('/api/v1/export', timeout_ms, ({ memories }: Page) => memories);
      if (exported.type !== 'ok' || namespace === null) return exported;
      return { type: 'ok', value: exported.value.filter((memory) => memory.namespace === namespace) };
    },
    listOnce: (namespace, timeout_ms) =>
      get(`/api/v1/memories?${new URLSearchParams({ namespace })}`, timeout_ms, ({ memories }: Page) => memories),
    // counts all rows and checks the text index, at each call
    health: (timeout_ms) => get('/api/v1/health', timeout_ms, () => null),
    close: async () => line.close(),
  };
}

type Get = <T>(path: string, timeout_ms: number, read: (body: never) => T) => Promise<Outcome<T>>;

/** null: the pages do not hold what the node counts, as it happens when rows move between pages. */
async function inPages(get: Get, namespace: string, timeout_ms: number): Promise<Outcome<Memory[]> | null> {
  const counts = await get('/api/v1/namespaces', timeout_ms, ({ namespaces }: Namespaces) => namespaces);
  if (counts.type !== 'ok') return counts;
  const expected = counts.value.find((one) => one.namespace === namespace)?.count ?? 0;
  const rows = new Map<string, Memory>();
  for (let offset = 0; offset < expected; offset += PAGE_ROWS) {
    const query = new URLSearchParams({ namespace, limit: String(PAGE_ROWS), offset: String(offset) });
    const page = await get(`/api/v1/memories?${query}`, timeout_ms, ({ memories }: Page) => memories);
    if (page.type !== 'ok') return page;
    for (const memory of page.value) rows.set(memory.id, memory);
  }
  return rows.size === expected ? { type: 'ok', value: [...rows.values()] } : null;
}

interface Page {
  memories: Memory[];
}

interface Namespaces {
  namespaces: { namespace: string; count: number }[];
}
