// A PostgreSQL server that already runs on this machine and lets us in as anyone would try: by the settings
// that every client of PostgreSQL reads (PGHOST, PGPORT, PGUSER, PGPASSWORD), else on the usual port.

import { userInfo } from 'node:os';
import { Client } from 'pg';

const CONNECT_MS_MAX = 2_000;

export type LocalServer = { url: string } | { reason: string };

/** The first server that may make databases and offers every extension; else why there is none. */
export async function findLocalServer(extensions: readonly string[]): Promise<LocalServer> {
  const reasons = new Set<string>();
  for (const url of candidates()) {
    const lack = await lackOf(url, extensions);
    if (lack === null) return { url: url.href };
    reasons.add(`${url.host}: ${lack}`);
  }
  return { reason: [...reasons].join('; ') };
}

function candidates(): URL[] {
  const { PGHOST = '127.0.0.1', PGPORT = '5432', PGUSER, PGPASSWORD } = process.env;
  const users = PGUSER ? [PGUSER] : ['postgres', userInfo().username];
  return users.map((user) => {
    const url = new URL(`postgres://${PGHOST.startsWith('/') ? '127.0.0.1' : PGHOST}:${PGPORT}/postgres`);
    url.username = user;
    url.password = PGPASSWORD ?? '';
    return url;
  });
}

async function lackOf(url: URL, extensions: readonly string[]): Promise<string | null> {
  const client = new Client({ connectionString: url.href, connectionTimeoutMillis: CONNECT_MS_MAX });
  client.on('error', () => {});
  try {
    await client.connect();
    const role = await client.query('SELECT rolcreatedb OR rolsuper AS may FROM pg_roles WHERE rolname = current_user');
    if (role.rows[0]?.may !== true) return `user ${url.username} may not make databases`;
    const { rows } = await client.query<{ name: string }>('SELECT name FROM pg_available_extensions');
    const missing = extensions.filter((name) => !rows.some((row) => row.name === name));
    return missing.length === 0 ? null : `the extension ${missing.join(', ')} is not installed`;
  } catch (cause) {
    return (cause as Error).message || String((cause as NodeJS.ErrnoException).code);
  } finally {
    await client.end().catch(() => {});
  }
}
