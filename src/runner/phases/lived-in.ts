// A store that was not only filled, moved to Postgres and back: rows were updated, deleted and linked, and some came to
// their end. A lone node did it, and another one shows what came back.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LivedIn } from '../../contract/artifacts.ts';
import { waitFor } from '../../machine/waiting.ts';
import type { Client, Link, Memory, NewMemory, NodeProcess, Outcome } from '../../subjects/subject.ts';
import { STOP_MS_MAX } from '../cluster/cluster.ts';
import type { PhaseContext } from '../phase-context.ts';
import type { Postgres } from '../postgres/postgres.ts';
import { digestOf } from '../workloads/digest.ts';
import { linkIdOf } from '../workloads/link-row.ts';
import { memoryOf } from '../workloads/memories.ts';
import { randomOf } from '../workloads/random.ts';
import { onLoneNode } from './lone-node.ts';
import { migrate } from './round-trip.ts';

const NAMESPACE = 'phase3/lived-in';
const AGENT = 'ai:lived-in';
/** Of each kind. */
const ROWS = 6;
/** Until the rows are over that come to their end: all else is done meanwhile. */
const LIFE_MS = 2_000;
const EXPIRED_MS_MAX = 15_000;
const OP_TIMEOUT_MS = 5_000;
const TITLES_MAX = 6;

/** What the node did, and what must therefore come back. */
interface Life {
  updated: { id: string; row: NewMemory }[];
  deleted: { id: string; title: string }[];
  /** null: the subject has no links. */
  linked: Link[] | null;
  expired: { id: string; title: string }[];
}

/** @throws Error where a step gave nothing that could be compared */
export async function livedIn(context: PhaseContext, postgres: Postgres): Promise<LivedIn> {
  const dir = join(context.work_dir, 'phase3', 'lived-in');
  const [source, back] = [join(dir, 'source'), join(dir, 'back')];
  await Promise.all([source, back].map((one) => mkdir(join(one, 'data'), { recursive: true })));
  const life = await onLoneNode(context, 'a', source, (node) =>
    using(context, node, (client) => live(context, client)),
  );
  const { commands } = context.subject;
  const urls = [source, back].map((one) => commands.storeUrl(join(one, 'data')));
  await postgres.reset();
  await migrate(context, postgres, urls[0] ?? '', postgres.url);
  await migrate(context, postgres, postgres.url, urls[1] ?? '');
  context.signal.throwIfAborted();
  return onLoneNode(context, 'a', back, (node) => using(context, node, (client) => compared(client, life)));
}

/** Stops the node in its own way afterwards, so that its file holds all that its log does. */
async function using<T>({ subject }: PhaseContext, node: NodeProcess, use: (client: Client) => Promise<T>): Promise<T> {
  const client = subject.client(node);
  try {
    return await use(client);
  } finally {
    await client.close();
    await subject.stop(node, STOP_MS_MAX);
  }
}

async function live({ seed, capabilities, signal }: PhaseContext, client: Client): Promise<Life> {
  const memories = (kind: string): NewMemory[] =>
    Array.from({ length: ROWS }, (_, n) => {
      const shape = { key: `${kind}-${n}`, root: NAMESPACE, content_bytes_max: 512 };
      return { ...memoryOf(randomOf(seed, 'phase3', kind, n), shape), namespace: NAMESPACE };
    });
  const create = async (row: NewMemory): Promise<string> =>
    given('create', await client.create(row, AGENT, OP_TIMEOUT_MS)).id;
  const expires_at = new Date(Date.now() + LIFE_MS).toISOString();
  const expired = await each(memories('expired'), async (row) => ({
    title: row.title,
    id: await create({ ...row, tier: 'mid', expires_at }),
  }));
  const updated = await each(memories('updated'), async (row) => {
    const id = await create(row);
    const change = {
      content: `${row.content} changed`,
      tags: ['changed'],
      metadata: { ...row.metadata, changed: true },
    };
    given('update', await client.update(id, change, AGENT, OP_TIMEOUT_MS));
    return { id, row: { ...row, ...change } };
  });
  const deleted = await each(memories('deleted'), async (row) => {
    const id = await create(row);
    given('delete', await client.remove(id, AGENT, OP_TIMEOUT_MS));
    return { id, title: row.title };
  });
  const linked = capabilities.links.available ? await linkAll(client, updated) : null;
  await waitFor(
    'no list to show what has come to its end',
    EXPIRED_MS_MAX,
    async () => {
      const listed = given('list', await client.all(NAMESPACE, OP_TIMEOUT_MS));
      return !listed.some(({ id }) => expired.some((row) => row.id === id));
    },
    signal,
  );
  return { updated, deleted, linked, expired };
}

/** Each row to the next. */
function linkAll(client: Client, rows: Life['updated']): Promise<Link[]> {
  return each(rows.slice(1), async ({ id }, i) => {
    const link = { source_id: rows[i]?.id ?? '', target_id: id, relation: 'related_to' } as const;
    given('link', await client.link(link, AGENT, OP_TIMEOUT_MS));
    return link;
  });
}

async function compared(client: Client, { updated, deleted, linked, expired }: Life): Promise<LivedIn> {
  const get = async (id: string): Promise<Memory | null> => given('get', await client.get(id, OP_TIMEOUT_MS));
  const listed = new Set(given('list', await client.all(NAMESPACE, OP_TIMEOUT_MS)).map(({ title }) => title));
  const stale = await filtered(updated, async ({ id, row }) => {
    const held = await get(id);
    return held === null || !listed.has(row.title) || digestOf(held, Object.keys(row.metadata)) !== digestOf(row);
  });
  const back = await filtered(deleted, async ({ id, title }) => listed.has(title) || (await get(id)) !== null);
  // a row whose time is over may still be there by its id, as long as it says so
  const alive = await filtered(expired, async ({ id, title }) => listed.has(title) || isAlive(await get(id)));
  const unlinked = await filtered(linked ?? [], async (link) => {
    const found = given('links', await client.links(link.source_id, OP_TIMEOUT_MS));
    return !found.some((one) => linkIdOf(one) === linkIdOf(link));
  });
  return {
    updated: told(
      updated,
      stale.map(({ row }) => row.title),
    ),
    deleted: told(
      deleted,
      back.map(({ title }) => title),
    ),
    ...(linked === null ? {} : { linked: told(linked, unlinked.map(linkIdOf)) }),
    expired: told(
      expired,
      alive.map(({ title }) => title),
    ),
  };
}

function isAlive(row: Memory | null): boolean {
  if (row === null) return false;
  const ends = Date.parse(String(row.rest.expires_at));
  return Number.isNaN(ends) || ends > Date.now();
}

const told = (all: readonly unknown[], wrong: readonly string[]) => ({
  rows: all.length,
  wrong: wrong.length,
  titles: wrong.slice(0, TITLES_MAX),
});

async function each<T, U>(all: readonly T[], make: (one: T, index: number) => Promise<U>): Promise<U[]> {
  const made: U[] = [];
  for (const [index, one] of all.entries()) made.push(await make(one, index));
  return made;
}

async function filtered<T>(all: readonly T[], holds: (one: T) => Promise<boolean>): Promise<T[]> {
  const found = await each(all, holds);
  return all.filter((_, i) => found[i]);
}

function given<T>(what: string, outcome: Outcome<T>): T {
  if (outcome.type === 'ok') return outcome.value;
  throw new Error(`${what}: expected it to be done, found ${outcome.code}: ${outcome.detail}`);
}
