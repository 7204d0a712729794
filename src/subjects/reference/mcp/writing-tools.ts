// Tools that write. Every one of them ends in a new version of its row, which other nodes take in by and by.

import { z } from 'zod';
import { Refusal, toWire } from '../memory.ts';
import { list } from '../queries.ts';
import type { Change, Store } from '../store.ts';
import { parseDraft, parseRow } from '../validation.ts';
import { ID, rowOf, type Tool, tool } from './tool.ts';

const IMPORT_ROWS_MAX = 1000;

const DRAFT = {
  title: z.string(),
  content: z.string(),
  namespace: z.string().optional(),
  tier: z.enum(['short', 'mid', 'long']).optional(),
  tags: z.array(z.string()).optional(),
  priority: z.int().optional(),
  confidence: z.number().optional(),
  metadata: z.record(z.string(), z.unknown()).optional(),
  ttl_secs: z.int().optional(),
};

export function writingTools(store: Store, agent: string): Tool[] {
  const put = (fields: unknown) => toWire(store.put(parseDraft(fields, 'claude'), agent));
  const change = (id: string, fields: Change) => {
    const row = rowOf(store, id);
    // what is changed passes the same limits as what is new
    const { content, tags, metadata, priority, tier } = parseDraft({ ...row, ...fields, expires_at: null });
    const update = { ...fields, content, tags, metadata, priority, tier };
    return toWire(store.update(id, update) ?? row);
  };
  return [
    tool('store', 'Stores a memory; the same title in the same namespace becomes a new version of it.', DRAFT, put),
    tool(
      'store_many',
      'Stores several memories, all or none.',
      { memories: z.array(z.object(DRAFT)).max(IMPORT_ROWS_MAX) },
      (at) => store.transaction(() => ({ memories: at.memories.map(put) })),
    ),
    tool('update', 'Replaces the content of a memory.', { ...ID, content: z.string() }, ({ id, content }) =>
      change(id, { content }),
    ),
    tool('append', 'Adds a line to the content of a memory.', { ...ID, line: z.string() }, ({ id, line }) =>
      change(id, { content: `${rowOf(store, id).content}\n${line}` }),
    ),
    tool('tag', 'Adds a tag.', { ...ID, tag: z.string() }, ({ id, tag }) =>
      change(id, { tags: [...new Set([...rowOf(store, id).tags, tag])] }),
    ),
    tool('untag', 'Removes a tag.', { ...ID, tag: z.string() }, ({ id, tag }) =>
      change(id, { tags: rowOf(store, id).tags.filter((known) => known !== tag) }),
    ),
    tool(
      'annotate',
      'Sets fields of the metadata; null removes one.',
      { ...ID, metadata: z.record(z.string(), z.unknown()) },
      (at) => change(at.id, { metadata: patched(rowOf(store, at.id).metadata, at.metadata) }),
    ),
    tool('raise_priority', 'Raises the priority; it never falls.', { ...ID, priority: z.int() }, ({ id, priority }) =>
      change(id, { priority }),
    ),
    tool('promote', 'Lifts a memory into the tier that never ends.', ID, ({ id }) => change(id, { tier: 'long' })),
    tool('delete', 'Deletes a memory.', ID, ({ id }) => {
      rowOf(store, id);
      store.update(id, { deleted: true });
      return { deleted: true, id };
    }),
    tool('undelete', 'Brings a deleted memory back.', ID, ({ id }) => {
      const row = store.update(id, { deleted: false });
      if (!row) throw new Refusal(404, `${id}: not found`);
      return toWire(row);
    }),
    tool('forget', 'Deletes every memory of a namespace.', { namespace: z.string() }, ({ namespace }) =>
      store.transaction(() => {
        const rows = list(store, { namespace }, -1);
        for (const row of rows) store.update(row.id, { deleted: true });
        return { deleted: rows.length };
      }),
    ),
    tool(
      'consolidate',
      'Makes one memory of several and deletes those.',
      { ids: z.array(z.string()).min(2), title: z.string() },
      (at) => consolidate(store, agent, at.ids, at.title),
    ),
    tool(
      'import',
      'Takes in memories as another store exported them.',
      { memories: z.array(z.unknown()).max(IMPORT_ROWS_MAX) },
      (at) => {
        const { applied, skipped } = store.apply(at.memories.map(parseRow));
        return { imported: applied, skipped: skipped.map((row) => row.id) };
      },
    ),
  ];
}

function consolidate(store: Store, agent: string, ids: readonly string[], title: string) {
  return store.transaction(() => {
    const rows = ids.map((id) => rowOf(store, id));
    const joined = {
      title,
      namespace: rows[0]?.namespace,
      content: rows.map((row) => row.content).join('\n\n'),
      tags: [...new Set(rows.flatMap((row) => row.tags))],
      priority: Math.max(...rows.map((row) => row.priority)),
      metadata: { consolidated_from: ids },
    };
    for (const id of ids) store.update(id, { deleted: true });
    return toWire(store.put(parseDraft(joined, 'consolidation'), agent));
  });
}

/** The known fields with the new ones over them; null removes a field. */
const patched = (known: Record<string, unknown>, patch: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries({ ...known, ...patch }).filter(([, value]) => value !== null));
