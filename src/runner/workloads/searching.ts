// One recall, or one complete list, while others write. What it lacks is asked for by its id at once, and then recalled
// or listed once more: only what the node held before the second answer and after it is said to be held and missed.

import type { NodeName } from '../../contract/names.ts';
import type { Client, Outcome } from '../../subjects/subject.ts';
import { digestOf } from './digest.ts';
import type { Known } from './key-operation.ts';
import { keyOf } from './memories.ts';
import type { Listing, Recalling } from './workload.ts';

/** A version of a key, and the word that recalls it. */
export interface Sought {
  key: string;
  digest: string;
  word: string;
  namespace: string;
  metadata_keys: string[];
}

interface At {
  node: NodeName;
  /** Names the operation in its cycle. */
  value: string;
}

const RECALLED_ROWS = 3;

export function recalling({ node, value }: At, sought: Sought, known: Known): Recalling {
  const { key, word, namespace, digest, metadata_keys } = sought;
  return {
    f: 'recall',
    node,
    intent: { key, value, node, word },
    async send(to, timeout_ms) {
      const isFound = async (): Promise<Outcome<boolean>> => {
        const rows = await to.recall(word, namespace, RECALLED_ROWS, timeout_ms);
        return rows.type === 'ok' ? done(rows.value.some(({ title }) => keyOf(title) === key)) : rows;
      };
      const isHeld = async (): Promise<boolean> => {
        const id = known.get(key)?.id;
        const held = id === undefined ? null : await to.get(id, timeout_ms);
        return held?.type === 'ok' && held.value !== null && digestOf(held.value, metadata_keys) === digest;
      };
      const first = await isFound();
      if (first.type !== 'ok') return first;
      if (first.value || !(await isHeld())) return done({ found: first.value });
      const second = await isFound();
      if (second.type !== 'ok') return second;
      return done(second.value ? { found: true } : { found: false, held: await isHeld() });
    },
  };
}

export const listing = ({ node, value }: At, namespace: string, known: Known): Listing => ({
  f: 'list',
  node,
  intent: { value, node },
  async send(to, timeout_ms) {
    // a key that somebody deletes meanwhile is not held any more when it is asked for
    const ids = [...known].flatMap(([key, { id, isGone }]) => (isGone ? [] : [{ key, id }]));
    const first = await absent(to, ids, namespace, timeout_ms);
    if (first.type !== 'ok') return first;
    const held = await heldOf(to, first.value, timeout_ms);
    if (held.length === 0) return done({ looked_for: ids.length, unlisted: [] });
    const second = await absent(to, held, namespace, timeout_ms);
    if (second.type !== 'ok') return second;
    const missed = await heldOf(to, second.value, timeout_ms);
    return done({ looked_for: ids.length, unlisted: missed.map(({ key }) => key) });
  },
});

interface Row {
  key: string;
  id: string;
}

/** Those of the rows that a complete list lacks. */
async function absent(
  to: Client,
  rows: readonly Row[],
  namespace: string,
  timeout_ms: number,
): Promise<Outcome<Row[]>> {
  const listed = await to.all(namespace, timeout_ms);
  if (listed.type !== 'ok') return listed;
  const there = new Set(listed.value.map(({ id }) => id));
  return done(rows.filter(({ id }) => !there.has(id)));
}

/** Those of the rows that the node gives by their id. */
async function heldOf(to: Client, rows: readonly Row[], timeout_ms: number): Promise<Row[]> {
  const held: Row[] = [];
  for (const row of rows) {
    const found = await to.get(row.id, timeout_ms);
    if (found.type === 'ok' && found.value?.id === row.id) held.push(row);
  }
  return held;
}

const done = <T>(value: T): Outcome<T> => ({ type: 'ok', value });
