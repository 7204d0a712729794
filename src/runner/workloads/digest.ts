// Content in sixteen characters: equal digests mean that every field a client sent came back as it was sent.

import { createHash } from 'node:crypto';
import type { NewMemory } from '../../subjects/subject.ts';

/** 64 bits: over the at most millions of rows of a campaign, no two contents meet by chance. */
const DIGEST_CHARACTERS = 16;

/**
 * @param memory as sent, or as a node holds it
 * @param metadataKeys the keys that were sent: a store may add some of its own, which belong to no client
 */
export function digestOf(memory: NewMemory, metadataKeys = Object.keys(memory.metadata)): string {
  const metadata = metadataKeys.map((key) => [key, memory.metadata[key]]);
  const { title, content, namespace, tier, tags, priority } = memory;
  const fields = [title, content, namespace, tier, tags, priority, canonical(Object.fromEntries(metadata))];
  return createHash('sha256').update(JSON.stringify(fields)).digest('hex').slice(0, DIGEST_CHARACTERS);
}

/** The same value with the keys of every object in order: stores may reorder them. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
