// A row in a few characters. Equal digests of what was sent mean that every field came back as a client sent it;
// equal digests of the whole mean that two nodes agree in every field that may not differ between them.

import { createHash } from 'node:crypto';
import type { Memory, NewMemory } from '../../subjects/subject.ts';

/** 64 bits: over the at most millions of rows of a campaign, no two contents meet by chance. */
const DIGEST_CHARACTERS = 16;
const WHOLE_CHARACTERS = 12;

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

/** @param fields as `fieldsOf` gives them */
export function wholeDigestOf(fields: Record<string, unknown>): string {
  const text = JSON.stringify(canonical(fields));
  return createHash('sha256').update(text).digest('hex').slice(0, WHOLE_CHARACTERS);
}

/**
 * Every field that a node gives of a row, with each key of the metadata as a field of its own, but for those that
 * differ between nodes by design.
 * @param nodeLocal names such as `access_count` or `metadata.seen_by`
 */
export function fieldsOf(memory: Memory, nodeLocal: ReadonlySet<string>): Record<string, unknown> {
  const { metadata, rest = {}, ...own } = memory;
  const inMetadata = Object.entries(metadata).map(([key, value]) => [`metadata.${key}`, value] as const);
  const all = [...Object.entries(own), ...Object.entries(rest), ...inMetadata];
  return Object.fromEntries(all.filter(([name]) => !nodeLocal.has(name)));
}

/** The same value with the keys of every object in order: stores may reorder them. */
export function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).toSorted(([x], [y]) => (x < y ? -1 : 1));
  return Object.fromEntries(entries.map(([key, inner]) => [key, canonical(inner)]));
}
