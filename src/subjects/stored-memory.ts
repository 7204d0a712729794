// A memory as a node or a command printed it, read into the fields that every subject has and the rest.

import type { Memory } from './subject.ts';

/** @throws Error where the value is no memory: without an id and a title nothing tells it from another */
export function storedMemory(printed: unknown): Memory {
  const { id, title, content, namespace, tier, tags, priority, metadata, created_at, updated_at, ...rest } =
    printed as Memory & Record<string, unknown>;
  if (typeof id !== 'string' || typeof title !== 'string') {
    throw new Error(`expected a memory with an id and a title, found ${JSON.stringify({ id, title })}`);
  }
  return { id, title, content, namespace, tier, tags, priority, metadata, created_at, updated_at, rest };
}

/** The rows of an answer or a document that holds them as `memories`. */
export function storedMemories(printed: unknown): Memory[] {
  const memories = (printed as { memories?: unknown } | null)?.memories;
  if (!Array.isArray(memories)) throw new Error(`expected a list of memories, found ${typeof memories}`);
  return memories.map(storedMemory);
}
