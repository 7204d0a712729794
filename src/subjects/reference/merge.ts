// How two versions of one (namespace, title) become one. The merge is a join: commutative, associative
// and idempotent, so nodes that heard of the same versions hold equal rows whatever the order and
// however often each version came by. tests/runner/reference-merge.test.ts holds it to that.

import { createHash } from 'node:crypto';
import { type Row, TIERS, type Tier } from './memory.ts';

/** 132 bits: no two states meet by chance. */
const DIGEST_CHARS = 22;

/** The join of two versions of the same memory. */
export function merge(left: Row, right: Row): Row {
  const first = compareText(birth(left), birth(right)) <= 0 ? left : right;
  const newest = compareText(version(left), version(right)) >= 0 ? left : right;
  const tier = higherTier(left.tier, right.tier);
  return {
    namespace: left.namespace,
    title: left.title,
    // identity: that of the version born first; the other ids stay known
    id: first.id,
    created_at: first.created_at,
    agent_id: first.agent_id,
    former_ids: union(left, right, first.id),
    // what was written: the newest version's, as one
    content: newest.content,
    tags: newest.tags,
    source: newest.source,
    metadata: newest.metadata,
    deleted: newest.deleted,
    updated_at: newest.updated_at,
    version: newest.version,
    // what only rises
    tier,
    priority: Math.max(left.priority, right.priority),
    confidence: Math.max(left.confidence, right.confidence),
    expires_at: tier === 'long' ? null : later(left.expires_at, right.expires_at),
  };
}

/** The whole state of a row in a few characters: equal digests, equal rows. */
export function digestOf(row: Row): string {
  const { tier, priority, confidence, expires_at, former_ids } = row;
  const state = [birth(row), version(row), tier, priority, confidence, expires_at, former_ids];
  return createHash('sha256').update(JSON.stringify(state)).digest('base64url').slice(0, DIGEST_CHARS);
}

/** Whether two rows are the same, field by field. */
export const equalRows = (left: Row, right: Row): boolean =>
  // the cheap differences first: nodes compare far more rows than they change
  left.version === right.version &&
  left.content === right.content &&
  birth(left) === birth(right) &&
  version(left) === version(right) &&
  left.tier === right.tier &&
  left.priority === right.priority &&
  left.confidence === right.confidence &&
  left.expires_at === right.expires_at &&
  left.former_ids.join() === right.former_ids.join();

const higherTier = (left: Tier, right: Tier): Tier => (TIERS.indexOf(left) >= TIERS.indexOf(right) ? left : right);

/** Which version was born first: its time, then its id, then its author, so that no tie is left open. */
const birth = (row: Row): string => JSON.stringify([row.created_at, row.id, row.agent_id]);

/** Which version is newest: its stamp, then all that it says. Equal texts are equal versions. */
const version = (row: Row): string =>
  JSON.stringify([row.version, row.updated_at, row.deleted, row.content, row.tags, row.source, sorted(row.metadata)]);

function union(left: Row, right: Row, id: string): string[] {
  const ids = new Set([left.id, right.id, ...left.former_ids, ...right.former_ids]);
  ids.delete(id);
  return [...ids].sort(compareText);
}

const later = (left: string | null, right: string | null): string | null =>
  left === null ? right : right === null || left > right ? left : right;

const compareText = (left: string, right: string): number => (left < right ? -1 : left > right ? 1 : 0);

/** Whether a row says something else than this version, since a newer one was written. */
export const supersedes = (held: Row, written: Row): boolean => compareText(version(held), version(written)) > 0;

/** Objects with their keys in order: two metadata that differ only in key order are equal. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  const entries = Object.entries(value).sort(([one], [other]) => compareText(one, other));
  return entries.map(([key, inner]) => [key, sorted(inner)]);
}
