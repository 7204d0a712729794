// Requests of etcd's v3 API, as its HTTP gateway takes them: JSON, with keys and values in base64. A row is one key with
// a JSON value.

import { beginningOf } from '../row-id.ts';
import type { Memory } from '../subject.ts';

const ROOT = 'row/';

const base64 = (text: string): string => Buffer.from(text).toString('base64');
const text = (coded: string): string => Buffer.from(coded, 'base64').toString();

export const keyOf = (id: string): string => base64(ROOT + id);

export interface Range {
  key: string;
  range_end?: string;
  limit?: number;
  serializable: boolean;
}

/** @param serializable answered by the node from its own copy, which may be old; else a majority is asked first */
export const rangeOfRow = (id: string, serializable: boolean): Range => ({ key: keyOf(id), serializable });

/** @param namespace null: every row */
export function rangeOfNamespace(namespace: string | null, serializable: boolean, limit = 0): Range {
  const first = ROOT + beginningOf(namespace);
  // the first key behind all that begin so
  const last = first.slice(0, -1) + String.fromCharCode(first.charCodeAt(first.length - 1) + 1);
  return { key: base64(first), range_end: base64(last), limit, serializable };
}

const putting = (id: string, value: object) => ({ key: keyOf(id), value: base64(JSON.stringify(value)) });

/** Puts a value only where the key has the revision; 0: where it is not there. */
export const putAt = (id: string, revision: string, value: object) => ({
  compare: [{ key: keyOf(id), target: 'MOD', result: 'EQUAL', mod_revision: revision }],
  success: [{ request_put: putting(id, value) }],
});

export interface Held {
  memory: Memory;
  revision: string;
}

/** The rows of an answer to a range. */
export function heldIn(body: unknown): Held[] {
  const { kvs = [] } = body as { kvs?: { key: string; value: string; mod_revision: string }[] };
  return kvs.map(({ key, value, mod_revision }) => ({
    memory: { ...JSON.parse(text(value)), id: text(key).slice(ROOT.length) },
    revision: mod_revision,
  }));
}
