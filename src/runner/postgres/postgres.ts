// A Postgres database for the time of a run, empty at first and gone afterwards. In this order: a database of its
// own on the given server; the embedded Postgres, for who can live with it; a database of its own on a server
// that runs here; a server of its own from programs found here. What else a server holds is never touched.

import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import { messageOf } from '../../contract/message.ts';
import type { Run } from '../../machine/run.ts';
import type { Capabilities } from '../../subjects/subject.ts';
import { borrowDatabase, returnDatabase } from './borrowed-database.ts';
import { startEmbedded } from './embedded.ts';
import { findLocalServer } from './local-server.ts';
import { startPrivateServer } from './private-server.ts';

export interface Postgres {
  /** How to reach the database, credentials included: to be handed on, never to be written down. */
  readonly url: string;
  /** The same without credentials, for artifacts and logs. */
  readonly public_url: string;
  /** `embedded` serves one connection at a time; `private` was started for this run. */
  readonly kind: 'embedded' | 'server' | 'private';
  readonly version: string;
  /** How many rows a table holds, by a plain count: whoever filled it is not asked. */
  count(table: string): Promise<number>;
  /** Empties the database: every table of its schema goes, the extensions stay. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

/** What whoever will use the database asks of it. */
export interface PostgresNeeds {
  /** Whether the embedded one will do, and if not, why. */
  embedded: { available: true } | { available: false; reason: string };
  extensions: readonly string[];
}

export const needsOf = (subject: Pick<Capabilities, 'embedded_postgres' | 'postgres_extensions'>): PostgresNeeds => ({
  embedded: subject.embedded_postgres,
  extensions: subject.postgres_extensions,
});

const NO_NEEDS: PostgresNeeds = { embedded: { available: true }, extensions: [] };
const CONNECT_MS_MAX = 15_000;
/** A server that is starting, or that still counts a connection closed a moment ago, is asked again. */
const RETRY_MS_MAX = 10_000;
const RETRY_PAUSE_MS = 20;

/**
 * @param server_url of an existing server, or null
 * @throws Error that says what each kind of server lacks
 */
export async function openPostgres(
  run: Run,
  server_url: string | null,
  needs: PostgresNeeds = NO_NEEDS,
): Promise<Postgres> {
  const { embedded, extensions } = needs;
  if (server_url !== null) return onServer(run, server_url, extensions);
  if (embedded.available) return started('embedded', await startEmbedded(run), 'SIGTERM', extensions);
  const local = await findLocalServer(extensions);
  if ('url' in local) return onServer(run, local.url, extensions);
  const own = await startPrivateServer(run, extensions).catch((cause: Error) => {
    const found = [`embedded: ${embedded.reason}`, local.reason, cause.message].join('; ');
    throw new Error(`expected --postgres-url or a PostgreSQL of this machine (${asked(extensions)}), found: ${found}`);
  });
  return started('private', own, 'SIGQUIT', extensions);
}

const asked = (extensions: readonly string[]): string =>
  extensions.length === 0 ? 'without extensions' : `with ${extensions.join(', ')}`;

async function onServer(run: Run, server_url: string, extensions: readonly string[]): Promise<Postgres> {
  const name = await inDatabase(server_url, (client) => borrowDatabase(client, run.id)).catch((cause) => {
    throw new Error(`no database of this run's own: ${wordsOf(cause)}; see --postgres-url`, { cause });
  });
  return opened('server', inPlaceOf(server_url, name), extensions, async () => {
    await inDatabase(server_url, (client) => returnDatabase(client, name));
  });
}

function started(
  kind: Postgres['kind'],
  { url, process }: Awaited<ReturnType<typeof startEmbedded>>,
  end: NodeJS.Signals,
  extensions: readonly string[],
): Promise<Postgres> {
  return opened(kind, url, extensions, async () => {
    process.signal(end);
    await process.exited;
  });
}

async function opened(
  kind: Postgres['kind'],
  url: string,
  extensions: readonly string[],
  close: () => Promise<void>,
): Promise<Postgres> {
  const extend = extensions.map((name) => `CREATE EXTENSION IF NOT EXISTS "${name}";`).join(' ');
  const asOwner = async (sql: string) => void (await inDatabase(url, (client) => client.query(sql)));
  try {
    const { rows } = await inDatabase(url, (client) => client.query('SHOW server_version'));
    if (extend !== '') await asOwner(extend);
    const reset = () => asOwner(`DROP SCHEMA public CASCADE; CREATE SCHEMA public; ${extend}`);
    const count = (table: string) => inDatabase(url, (client) => countRows(client, table));
    return { kind, url, public_url: publicUrl(url), version: rows[0].server_version, count, reset, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

async function countRows(client: Client, table: string): Promise<number> {
  const { rows } = await client.query(`SELECT count(*)::int AS rows FROM ${client.escapeIdentifier(table)}`);
  return rows[0].rows;
}

/** An address as it may be written down: without user, password and options. */
export function publicUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** A host of several addresses, none of which answers, gives one error for each and none for itself. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(wordsOf).join('; ');
  return messageOf(cause);
}

function inPlaceOf(server_url: string, database: string): string {
  const url = new URL(server_url);
  url.pathname = `/${database}`;
  return url.href;
}

/** Runs `work` on a connection of its own. Only connecting is tried again: no statement runs twice. */
async function inDatabase<T>(url: string, work: (client: Client) => Promise<T>): Promise<T> {
  const client = await connect(url);
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function connect(url: string): Promise<Client> {
  const ends_at = performance.now() + RETRY_MS_MAX;
  for (;;) {
    const client = new Client({ connectionString: url, connectionTimeoutMillis: CONNECT_MS_MAX });
    client.on('error', () => {});
    try {
      await client.connect();
      return client;
    } catch (cause) {
      await client.end().catch(() => {});
      const transient = ['ECONNRESET', '57P03', '53300'].includes((cause as { code?: string }).code ?? '');
      if (!transient || performance.now() > ends_at) {
        throw new Error(`${publicUrl(url)}: expected a Postgres server, found: ${wordsOf(cause)}`);
      }
      await after(RETRY_PAUSE_MS);
    }
  }
}
