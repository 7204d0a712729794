// Tools that look and change nothing.

import { createHash } from 'node:crypto';
import { z } from 'zod';
import { normalTime } from '../clock.ts';
import { duplicates } from '../curator.ts';
import { Refusal, type Row, toWire } from '../memory.ts';
import { changes, list, namespaces, recall, stats } from '../queries.ts';
import type { Store } from '../store.ts';
import { ID, LIMIT, NAMESPACE, rowOf, type Tool, tool } from './tool.ts';

const TIER = { tier: z.enum(['short', 'mid', 'long']).optional() };
const OFFSET = { offset: z.int().min(0).default(0) };

export function readingTools(store: Store): Tool[] {
  const all = (filter: { namespace?: string | undefined }) => list(store, filter, -1);
  return [
    tool('get', 'One memory by its id.', ID, ({ id }) => toWire(rowOf(store, id))),
    tool('find', 'One memory by its exact title.', { namespace: z.string(), title: z.string() }, (at) => {
      const row = store.find(at.namespace, at.title);
      if (!row || row.deleted) throw new Refusal(404, `${at.namespace}: ${at.title}: not found`);
      return toWire(row);
    }),
    tool('list', 'Memories, most important first.', { ...NAMESPACE, ...TIER, ...LIMIT, ...OFFSET }, (at) =>
      page(list(store, at, at.limit, at.offset)),
    ),
    tool('recent', 'Memories, last written first.', { ...NAMESPACE, ...LIMIT }, (at) =>
      page(all(at).sort(lastWrittenFirst).slice(0, at.limit)),
    ),
    tool(
      'recall',
      'Memories that hold any of the words, best match first.',
      { context: z.string(), ...NAMESPACE, ...LIMIT },
      (at) => page(recall(store, at.context, at, at.limit)),
    ),
    tool(
      'search',
      'Memories whose title or content holds exactly this text.',
      { text: z.string().min(1), ...NAMESPACE, ...LIMIT },
      (at) =>
        page(
          all(at)
            .filter((row) => row.title.includes(at.text) || row.content.includes(at.text))
            .slice(0, at.limit),
        ),
    ),
    tool('by_tag', 'Memories with a tag.', { tag: z.string(), ...NAMESPACE, ...LIMIT }, (at) =>
      page(list(store, at, at.limit)),
    ),
    tool('by_agent', 'Memories that an agent wrote first.', { agent_id: z.string(), ...NAMESPACE, ...LIMIT }, (at) =>
      page(list(store, at, at.limit)),
    ),
    tool('by_priority', 'Memories of at least a priority.', { min_priority: z.int(), ...NAMESPACE, ...LIMIT }, (at) =>
      page(list(store, at, at.limit)),
    ),
    tool(
      'created_between',
      'Memories by the time of their creation.',
      { since: z.string(), until: z.string(), ...LIMIT },
      (at) => page(list(store, { since: timeOf(at.since), until: timeOf(at.until) }, at.limit)),
    ),
    tool('expiring', 'Memories that end within some hours.', { hours: z.number().min(0), ...NAMESPACE }, (at) => {
      const until = new Date(Date.now() + at.hours * 3_600_000).toISOString();
      return page(all(at).filter((row) => row.expires_at !== null && row.expires_at < until));
    }),
    tool('count', 'How many memories there are.', { ...NAMESPACE, ...TIER }, (at) => ({
      count: list(store, at, -1).length,
    })),
    tool('tags', 'Every tag and how often it is used.', NAMESPACE, (at) => counts(all(at).flatMap((row) => row.tags))),
    tool('agents', 'Every agent and how many memories it wrote first.', NAMESPACE, (at) =>
      counts(all(at).map((row) => row.agent_id)),
    ),
    tool('namespaces', 'Every namespace and its size.', {}, () => ({ namespaces: namespaces(store) })),
    tool('stats', 'Counts over the whole store.', {}, () => stats(store)),
    tool('export', 'Every memory.', NAMESPACE, (at) => page(all(at))),
    tool('changes', 'What this store took in after a cursor.', { cursor: z.string().optional(), ...LIMIT }, (at) => {
      const { rows, next } = changes(store, at.cursor ?? null, at.limit);
      return { ...page(rows), next };
    }),
    tool('digest', 'One SHA-256 over every memory: equal digests, equal stores.', NAMESPACE, (at) => digest(all(at))),
    tool('duplicates', 'Memories of one namespace that say the same.', NAMESPACE, (at) => ({
      duplicates: duplicates(all(at)),
    })),
  ];
}

const page = (rows: readonly Row[]) => ({ memories: rows.map(toWire), count: rows.length });

const lastWrittenFirst = (one: Row, other: Row): number =>
  one.updated_at === other.updated_at ? 0 : one.updated_at < other.updated_at ? 1 : -1;

function counts(values: readonly string[]): { value: string; count: number }[] {
  const groups = [...Map.groupBy(values, (value) => value)];
  return groups.map(([value, group]) => ({ value, count: group.length })).sort((one, other) => other.count - one.count);
}

function digest(rows: readonly Row[]): { sha256: string; count: number } {
  const lines = rows.map((row) => JSON.stringify(toWire(row))).sort();
  return { sha256: createHash('sha256').update(lines.join('\n')).digest('hex'), count: rows.length };
}

function timeOf(text: string): string {
  const time = normalTime(text);
  if (time === null) throw new Refusal(400, `${text}: expected an RFC 3339 time`);
  return time;
}
