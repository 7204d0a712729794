// The harness's way to one node: operations with one outcome each, told apart by what the answer proves.

import { HttpLine } from '../http-line.ts';
import { createCall, operation } from '../http-operation.ts';
import type { Client, Memory, NewMemory } from '../subject.ts';

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
    listOnce: (namespace: string, timeout_ms: number) =>
      get(
        `/api/v1/memories?${new URLSearchParams({ namespace })}`,
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
