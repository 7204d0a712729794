// Operations on shared keys for tiny literal histories. An operation is named by its value; the row that it writes has
// the digest `#value`, and `#value^` where it was promoted.

import type { KeyKind, NodeName, ReadRow, Unplaced } from '../../src/history/ops.ts';
import { read } from './literal-history.ts';

type End = 'acked' | 'refused' | 'not met' | 'unknown';

const digestsOf = (kind: KeyKind, value: string) =>
  kind === 'create' || kind === 'update' ? { digest: `#${value}`, promoted: `#${value}^` } : {};

export const begins = (kind: KeyKind, value: string, node: NodeName = 'a', key = 'k', client = 1): Unplaced => ({
  process: client,
  f: kind,
  type: 'invoke',
  value: { key, value, node, ...(kind === 'create' ? {} : { id: `id-${key}` }), ...digestsOf(kind, value) },
});

/** @param seen of a get: the digest that the node gave; null: nothing */
export function ends(
  kind: KeyKind,
  value: string,
  how: End = 'acked',
  seen: string | null = null,
  key = 'k',
  client = 1,
): Unplaced {
  const op = { process: client, f: kind } as const;
  const said = { key, value };
  if (how === 'acked') {
    const answer = kind === 'create' ? { id: `id-${key}` } : kind === 'get' ? { digest: seen } : {};
    return { ...op, type: 'ok', value: { ...said, ...answer } };
  }
  if (how === 'unknown') return { ...op, type: 'info', value: said, error: 'timeout' };
  return { ...op, type: 'fail', value: said, error: how === 'refused' ? 'not_found' : 'quorum_not_met' };
}

/** An operation that ends before the next line begins. */
export const does = (kind: KeyKind, value: string, how: End = 'acked', node: NodeName = 'a', key = 'k'): Unplaced[] => [
  begins(kind, value, node, key),
  ends(kind, value, how, null, key),
];

export const gets = (value: string, seen: string | null, node: NodeName = 'a', key = 'k', client = 1): Unplaced[] => [
  begins('get', value, node, key, client),
  ends('get', value, 'acked', seen, key, client),
];

/** The row of a key as a node holds it; null: none. */
export const holding = (node: NodeName, value: string | null, key = 'k'): Unplaced =>
  read(node, ...(value === null ? [] : [rowOf(value, key)]));

export const rowOf = (value: string, key = 'k'): ReadRow => [`id-${key}`, key, `#${value}`, `whole-${value}`];

/** What nodes a, b and c hold at the end. */
export const finally_ = (a: string | null, b: string | null, c: string | null): Unplaced[] => [
  holding('a', a),
  holding('b', b),
  holding('c', c),
];
