// A memory as a hash of Redis. Its id follows from namespace and title, so that one title is one row, and begins with
// what the namespace gives, so that SCAN finds the rows of one.

import { createHash } from 'node:crypto';
import type { Change, Memory, NewMemory } from '../subject.ts';
import type { Reply } from './line.ts';

const NAMESPACE_CHARACTERS = 12;
const TITLE_CHARACTERS = 24;

const digest = (text: string, characters: number): string =>
  createHash('sha256').update(text).digest('hex').slice(0, characters);

export const idOf = ({ namespace, title }: Pick<NewMemory, 'namespace' | 'title'>): string =>
  `${digest(namespace, NAMESPACE_CHARACTERS)}-${digest(title, TITLE_CHARACTERS)}`;

export const keyOf = (id: string): string => `row:${id}`;
export const idIn = (key: string): string => key.slice(keyOf('').length);

/** What SCAN is asked for; null: every row. */
export const patternOf = (namespace: string | null): string =>
  keyOf(namespace === null ? '*' : `${digest(namespace, NAMESPACE_CHARACTERS)}-*`);

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
