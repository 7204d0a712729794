// A memory as a hash of Redis.

import { beginningOf } from '../row-id.ts';
import type { Change, Memory, NewMemory } from '../subject.ts';
import type { Reply } from './line.ts';

export const keyOf = (id: string): string => `row:${id}`;
export const idIn = (key: string): string => key.slice(keyOf('').length);

/** What SCAN is asked for; null: every row. */
export const patternOf = (namespace: string | null): string => keyOf(`${beginningOf(namespace)}*`);

export const fieldsOf = (memory: NewMemory, agent: string): string[] => [
  ...['title', memory.title, 'namespace', memory.namespace, 'tier', memory.tier],
  ...['priority', String(memory.priority), 'agent', agent],
  ...changedOf(memory),
];

export const changedOf = ({ content, tags, metadata }: Change): string[] => [
  ...['content', content, 'tags', JSON.stringify(tags), 'metadata', JSON.stringify(metadata)],
];

/** @param flat names and values, as HGETALL gives them; none: there is no such row */
export function memoryIn(id: string, flat: Reply): Memory | null {
  const given = Array.isArray(flat) ? flat.map(String) : [];
  if (given.length === 0) return null;
  const fields = new Map(Array.from({ length: given.length / 2 }, (_, i) => [given[2 * i], given[2 * i + 1] ?? '']));
  const text = (name: string): string => {
    const found = fields.get(name);
    if (found === undefined) throw new Error(`expected the field ${name} of row ${id}, found none`);
    return found;
  };
  return {
    id,
    title: text('title'),
    content: text('content'),
    namespace: text('namespace'),
    tier: text('tier') as Memory['tier'],
    tags: JSON.parse(text('tags')),
    priority: Number(text('priority')),
    metadata: JSON.parse(text('metadata')),
    created_at: text('created_at'),
    updated_at: text('updated_at'),
    rest: { agent: text('agent') },
  };
}
