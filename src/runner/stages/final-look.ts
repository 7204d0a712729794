// The last look, behind one barrier for all nodes: every row by list and by id, then the fields in which nodes differ,
// and at the very end the recall of words that were made for it, since a recall may change rows.

import pMap from 'p-map';
import type { NodeName } from '../../contract/names.ts';
import type { ReadRow } from '../../history/ops.ts';
import type { AckedWrite } from '../workloads/clients.ts';
import { canonical, fieldsOf } from '../workloads/digest.ts';
import { keyOf } from '../workloads/memories.ts';
import type { Worded } from '../workloads/sent.ts';
import { answered, LOOKUP_TIMEOUT_MS, type Looking, look, type Seen } from './look.ts';
import { RECALL_PROCESS } from './processes.ts';

/** Rows of which the differing fields are written down. */
const DIFFERING_ROWS_MAX = 20;
const VALUE_CHARS_MAX = 80;
const CHARS_BEFORE_DIFFERENCE = 20;
/** Words asked for on every node: half of rows from inside the fault, where there are so many. */
const RECALLS_MAX = 12;
/** And so many words of versions of keys, where a workload gives them any. */
const VERSION_RECALLS_MAX = 60;
const RECALLED_ROWS = 3;
const RECALLS_AT_ONCE = 4;

export async function finalLook(looking: Looking): Promise<void> {
  const seen = await Promise.all(
    looking.nodes.map(async (node) => [node, await look(looking, node, 'final')] as const),
  );
  const read = new Map(seen.flatMap(([node, one]) => (one ? [[node, one]] : [])));
  recordDiffering(looking, read);
  await Promise.all([...read].map(([node, { rows }]) => recallWords(looking, node, rows)));
}

function recordDiffering(looking: Looking, read: ReadonlyMap<NodeName, Seen>): void {
  const nodes = [...read].map(([node, { memories, rows }]) => ({
    node,
    wholes: new Map(rows.map(([id, , , whole]) => [id, whole])),
    memories: new Map(memories.map((memory) => [memory.id, memory])),
  }));
  const ids = [...new Set(nodes.flatMap(({ wholes }) => [...wholes.keys()]))];
  // a row that a node does not hold has no field to show: its absence is seen in the look itself
  const differing = ids.filter((id) => new Set(nodes.flatMap(({ wholes }) => wholes.get(id) ?? [])).size > 1);
  for (const id of differing.slice(0, DIFFERING_ROWS_MAX)) {
    const copies = nodes.flatMap(({ node, memories }) => {
      const memory = memories.get(id);
      return memory ? [{ node, title: memory.title, fields: fieldsOf(memory, looking.nodeLocal) }] : [];
    });
    const fields = differingFields(copies);
    const key = keyOf(copies[0]?.title ?? '');
    looking.history.append({ process: 'cycle', f: 'differ', type: 'info', value: { key, id, fields } });
  }
}

/** By field, what each node that has the row gave for it, in the fields that are not the same everywhere. */
function differingFields(
  copies: readonly { node: NodeName; fields: Record<string, unknown> }[],
): Record<string, Record<string, string>> {
  const names = [...new Set(copies.flatMap(({ fields }) => Object.keys(fields)))];
  const texts = names.map((name) => ({
    name,
    byNode: copies.map(({ node, fields }) => [node, JSON.stringify(canonical(fields[name])) ?? 'absent'] as const),
  }));
  return Object.fromEntries(
    texts
      .filter(({ byNode }) => new Set(byNode.map(([, text]) => text)).size > 1)
      .map(({ name, byNode }) => {
        const cut = cutToDifference(byNode.map(([, text]) => text));
        return [name, Object.fromEntries(byNode.map(([node], i) => [node, cut[i] ?? '']))];
      }),
  );
}

/** Texts that are not all the same, each cut so that where they differ is in it; `…` for what was left out. */
function cutToDifference(texts: readonly string[]): string[] {
  const [first = ''] = texts;
  let same = 0;
  while (texts.every((text) => same < text.length && text[same] === first[same])) same += 1;
  const from = same + 1 < VALUE_CHARS_MAX ? 0 : same - CHARS_BEFORE_DIFFERENCE;
  return texts.map((text) => {
    const shown = text.slice(from, from + VALUE_CHARS_MAX);
    return `${from > 0 ? '…' : ''}${shown}${from + VALUE_CHARS_MAX < text.length ? '…' : ''}`;
  });
}

async function recallWords(looking: Looking, node: NodeName, rows: readonly ReadRow[]): Promise<void> {
  const { history, client, signal } = looking;
  await pMap(
    [...recalled(looking.acked), ...recalledVersions(looking, rows)],
    async ({ id, key, word, namespace }) => {
      const answer = await answered(client(node).recall(word, namespace, RECALLED_ROWS, LOOKUP_TIMEOUT_MS));
      signal.throwIfAborted();
      const op = { process: RECALL_PROCESS[node], f: 'recall' } as const;
      const value = { key, node, word };
      if ('error' in answer) history.append({ ...op, type: 'info', value });
      else history.append({ ...op, type: 'ok', value: { ...value, found: answer.value.some((row) => row.id === id) } });
    },
    { concurrency: RECALLS_AT_ONCE },
  );
}

interface Recalled extends Worded {
  id: string;
  key: string;
}

/** The versions that the node has of keys, as far as a word of its own recalls one. */
const recalledVersions = ({ worded }: Looking, rows: readonly ReadRow[]): Recalled[] =>
  rows
    .flatMap(([id, key, digest]) => {
      const of = worded?.get(digest);
      return of ? [{ id, key, ...of }] : [];
    })
    .slice(0, VERSION_RECALLS_MAX);

function recalled(acked: readonly AckedWrite[]): Recalled[] {
  const worded = acked.flatMap(({ id, key, word, namespace, in_hold }) =>
    id === null || word === null ? [] : [{ id, key, word, namespace, in_hold }],
  );
  const inside = worded.filter(({ in_hold }) => in_hold);
  const before = worded.filter(({ in_hold }) => !in_hold);
  const taken = inside.slice(0, Math.max(RECALLS_MAX / 2, RECALLS_MAX - before.length));
  return [...before.slice(0, RECALLS_MAX - taken.length), ...taken];
}
