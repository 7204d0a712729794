// The harness's way to one node that speaks the protocol's HTTP API: operations with one outcome each. Every read
// may be asked again, for it changes nothing that is compared; a write is sent once.

import { CALLS, type HttpCall } from './http-calls.ts';
import { HttpLine } from './http-line.ts';
import { bulkStored, linksIn } from './http-many.ts';
import { type Get, operation } from './http-operation.ts';
import { listInPages } from './list-in-pages.ts';
import { storedMemories, storedMemory } from './stored-memory.ts';
import type { Client, Memory, NodeProcess, Outcome } from './subject.ts';

/** Above any number of writers, so that no operation waits in the harness itself. */
const SOCKETS_MAX = 256;

export function openClient({ url }: Pick<NodeProcess, 'url'>): Client {
  const line = new HttpLine(url, SOCKETS_MAX);
  const get: Get = (path, timeout_ms, read, missing) =>
    operation(line, { method: 'GET', path, timeout_ms, repeatable: true }, 200, read, missing);
  /** A write, sent once. */
  const send = <T>(
    call: HttpCall,
    timeout_ms: number,
    success: number,
    read: (body: unknown) => T,
  ): Promise<Outcome<T>> => operation(line, { ...call, timeout_ms }, success, read);
  return {
    create: (memory, agent, timeout_ms) => send(CALLS.create(memory, agent), timeout_ms, 201, idIn),
    upsert: (memory, agent, timeout_ms) => send(CALLS.upsert(memory, agent), timeout_ms, 201, idIn),
    update: (id, change, agent, timeout_ms) => send(CALLS.update(id, change, agent), timeout_ms, 200, nothing),
    remove: (id, agent, timeout_ms) => send(CALLS.remove(id, agent), timeout_ms, 200, nothing),
    promote: (id, agent, timeout_ms) => send(CALLS.promote(id, agent), timeout_ms, 200, nothing),
    bulk: (memories, agent, timeout_ms) =>
      send(CALLS.bulk(memories, agent), timeout_ms, 200, bulkStored(memories.length)),
    link: (link, agent, timeout_ms) => send(CALLS.link(link, agent), timeout_ms, 201, nothing),
    links: (id, timeout_ms) => get(CALLS.links(id).path, timeout_ms, linksIn, []),
    consolidate: (ids, into, agent, timeout_ms) => send(CALLS.consolidate(ids, into, agent), timeout_ms, 201, idIn),
    get: (id, timeout_ms) =>
      get(
        CALLS.get(id).path,
        timeout_ms,
        (body): Memory | null => storedMemory((body as { memory?: unknown }).memory),
        null,
      ),
    all: (namespace, timeout_ms) => listInPages(get, namespace, timeout_ms),
    recall: (words, namespace, limit, timeout_ms) =>
      get(CALLS.recall(words, namespace, limit).path, timeout_ms, (body) => storedMemories(body).map(withoutScore)),
    listOnce: (namespace, timeout_ms) => get(CALLS.listOnce(namespace).path, timeout_ms, storedMemories),
    // ai-memory counts all rows and checks its text index at each call
    health: (timeout_ms) => get(CALLS.health().path, timeout_ms, () => null),
    close: async () => line.close(),
  };
}

function idIn(body: unknown): { id: string } {
  const { id } = body as { id?: unknown };
  if (typeof id !== 'string') throw new Error(`expected an id, found ${JSON.stringify(id)}`);
  return { id };
}

/** An ack of a change says nothing more. */
const nothing = (): Record<never, never> => ({});

/** How well a row fits the words is said of the answer, not of the row. */
const withoutScore = ({ rest: { score: _, ...rest }, ...memory }: Memory): Memory => ({ ...memory, rest });
