// A Postgres database for the time of a run: embedded where no server is given, else a database of its own
// on the given server, which is dropped again. What else that server holds is never touched.

import { setTimeout as after } from 'node:timers/promises';
import { Client } from 'pg';
import type { Run } from '../cluster/run.ts';
import { borrowDatabase, returnDatabase } from './borrowed-database.ts';
import { startEmbedded } from './embedded.ts';

export interface Postgres {
  /** How to reach the database, credentials included: to be handed on, never to be written down. */
  readonly url: string;
  /** The same without credentials, for artifacts and logs. */
  readonly public_url: string;
  /** `embedded` serves one connection at a time. */
  readonly kind: 'embedded' | 'server';
  readonly version: string;
  /** Empties the database: every table of its schema goes. */
  reset(): Promise<void>;
  close(): Promise<void>;
}

const CONNECT_MS_MAX = 15_000;
/** A server that is starting, or that still counts a connection closed a moment ago, is asked again. */
const RETRY_MS_MAX = 10_000;
const RETRY_PAUSE_MS = 20;

/** @param server_url of an existing server; null starts the embedded one */
export async function openPostgres(run: Run, server_url: string | null): Promise<Postgres> {
  if (server_url === null) {
    const { url, process } = await startEmbedded(run);
    return opened('embedded', url, async () => {
      process.signal('SIGTERM');
      await process.exited;
    });
  }
  const name = await inDatabase(server_url, (client) => borrowDatabase(client, run.id)).catch((cause) => {
    throw new Error(`no database of this run's own: ${wordsOf(cause)}; see --postgres-url`, { cause });
  });
  return opened('server', inPlaceOf(server_url, name), async () => {
    await inDatabase(server_url, (client) => returnDatabase(client, name));
  });
}

async function opened(kind: Postgres['kind'], url: string, close: () => Promise<void>): Promise<Postgres> {
  try {
    const { rows } = await inDatabase(url, (client) => client.query('SHOW server_version'));
    const reset = async () => {
      await inDatabase(url, (client) => client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public;'));
    };
    return { kind, url, public_url: publicUrl(url), version: rows[0].server_version, reset, close };
  } catch (cause) {
    await close();
    throw cause;
  }
}

/** An address as it may be written down: without user, password and options. */
export function publicUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname}`;
}

/** A host of several addresses, none of which answers, gives one error for each and none for itself. */
function wordsOf(cause: unknown): string {
  if (cause instanceof AggregateError) return cause.errors.map(wordsOf).join('; ');
  return cause instanceof Error ? cause.message : String(cause);
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
