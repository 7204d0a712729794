// A store that was not only filled, moved to Postgres and back: rows were updated, deleted and linked, and some came to
// their end. A lone node did it, and another one shows what came back.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { LivedIn } from '../../contract/artifacts.ts';
import { waitFor } from '../../machine/waiting.ts';
import {
  type Client,
  type Link,
  type Memory,
  type NewMemory,
  NOT_OFFERED,
  type NodeProcess,
  type Outcome,
} from '../../subjects/subject.ts';
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

/** What the node did, and what must therefore come back; null: the subject does not offer it. */
interface Life {
  updated: { id: string; row: NewMemory }[] | null;
  deleted: { id: string; title: string }[] | null;
  linked: Link[] | null;
  expired: { id: string; title: string }[] | null;
}

/**
 * @returns null where the subject offers none of it
 * @throws Error where a step gave nothing that could be compared
 */
export async function livedIn(context: PhaseContext, postgres: Postgres): Promise<LivedIn | null> {
  const { revises, expires, links } = context.capabilities;
  if (![revises, expires, links].some((one) => one?.available)) return null;
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
  const { revises, expires, links } = capabilities;
  const expired = expires?.available
    ? await each(memories('expired'), async (row) => ({
        title: row.title,
        id: await create({ ...row, tier: 'mid', expires_at }),
      }))
    : null;
  const updated = revises.available
    ? await each(memories('updated'), async (row) => {
        const id = await create(row);
        const metadata = { ...row.metadata, changed: true };
        const change = { content: `${row.content} changed`, tags: ['changed'], metadata };
        given('update', await client.update(id, change, AGENT, OP_TIMEOUT_MS));
        return { id, row: { ...row, ...change } };
      })
    : null;
  const deleted = revises.available
    ? await each(memories('deleted'), async (row) => {
        const id = await create(row);
        given('delete', await client.remove(id, AGENT, OP_TIMEOUT_MS));
        return { id, title: row.title };
      })
    : null;
  const linked = links?.available ? await linkAll(client, await each(memories('linked'), create)) : null;
  await waitFor(
    'no list to show what has come to its end',
    EXPIRED_MS_MAX,
    async () => {
      const listed = given('list', await client.all(NAMESPACE, OP_TIMEOUT_MS));
      return !listed.some(({ id }) => expired?.some((row) => row.id === id));
    },
    signal,
  );
  return { updated, deleted, linked, expired };
}

/** Each row to the next. */
function linkAll(client: Client, ids: readonly string[]): Promise<Link[]> {
  return each(ids.slice(1), async (target_id, i) => {
    const link = { source_id: ids[i] ?? '', target_id, relation: 'related_to' } as const;
    given('link', (await client.link?.(link, AGENT, OP_TIMEOUT_MS)) ?? NOT_OFFERED);
    return link;
  });
}

async function compared(client: Client, { updated, deleted, linked, expired }: Life): Promise<LivedIn> {
  const get = async (id: string): Promise<Memory | null> => given('get', await client.get(id, OP_TIMEOUT_MS));
  const listed = new Set(given('list', await client.all(NAMESPACE, OP_TIMEOUT_MS)).map(({ title }) => title));
  const stale = async ({ id, row }: { id: string; row: NewMemory }): Promise<boolean> => {
    const held = await get(id);
    return held === null || !listed.has(row.title) || digestOf(held, Object.keys(row.metadata)) !== digestOf(row);
  };
  const unlinked = async (link: Link): Promise<boolean> => {
    const found = given('links', (await client.links?.(link.source_id, OP_TIMEOUT_MS)) ?? NOT_OFFERED);
    return !found.some((one) => linkIdOf(one) === linkIdOf(link));
  };
  const told = [
    ['updated', await counted(updated, stale, ({ row }) => row.title)],
    [
      'deleted',
      await counted(deleted, async ({ id, title }) => listed.has(title) || (await get(id)) !== null, titleOf),
    ],
    ['linked', await counted(linked, unlinked, linkIdOf)],
    // a row whose time is over may still be there by its id, as long as it says so
    ['expired', await counted(expired, async ({ id, title }) => listed.has(title) || isAlive(await get(id)), titleOf)],
  ] as const;
  return Object.fromEntries(told.filter(([, count]) => count !== null));
}

const titleOf = ({ title }: { title: string }): string => title;

function isAlive(row: Memory | null): boolean {
  if (row === null) return false;
  const ends = Date.parse(String(row.rest.expires_at));
  return Number.isNaN(ends) || ends > Date.now();
}

/** @param isWrong of one that is not as it must be */
async function counted<T>(all: readonly T[] | null, isWrong: (one: T) => Promise<boolean>, named: (one: T) => string) {
  if (all === null) return null;
  const found = await each(all, isWrong);
  const wrong = all.filter((_, i) => found[i]).map(named);
  return { rows: all.length, wrong: wrong.length, titles: wrong.slice(0, TITLES_MAX) };
}

async function each<T, U>(all: readonly T[], make: (one: T, index: number) => Promise<U>): Promise<U[]> {
  const made: U[] = [];
  for (const [index, one] of all.entries()) made.push(await make(one, index));
  return made;
}

function given<T>(what: string, outcome: Outcome<T>): T {
  if (outcome.type === 'ok') return outcome.value;
  throw new Error(`${what}: expected it to be done, found ${outcome.code}: ${outcome.detail}`);
}
