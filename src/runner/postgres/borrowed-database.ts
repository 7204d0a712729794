// A database of a run's own on somebody's server. It carries a note of who made it, on the server itself, so
// that the next run of this machine can drop it where the run that made it was killed. Nothing without such
// a note is ever dropped.

import type { Client } from 'pg';
import { identify, isAlive, numberSpace } from '../../machine/process-identity.ts';

const NAME = /^proofhouse_[0-9a-f]{12}$/;

/** Creates the database of a run, after dropping those of dead runs; gives its name. */
export async function borrowDatabase(client: Client, run_id: string): Promise<string> {
  await dropLeftovers(client);
  const name = `proofhouse_${run_id}`;
  await client.query(`CREATE DATABASE ${client.escapeIdentifier(name)}`);
  const note = JSON.stringify({ number_space: numberSpace(), runner: identify(process.pid) });
  await client.query(`COMMENT ON DATABASE ${client.escapeIdentifier(name)} IS ${client.escapeLiteral(note)}`);
  return name;
}

export async function returnDatabase(client: Client, name: string): Promise<void> {
  await client.query(`DROP DATABASE IF EXISTS ${client.escapeIdentifier(name)} WITH (FORCE)`);
}

async function dropLeftovers(client: Client): Promise<void> {
  const { rows } = await client.query<{ name: string; note: string | null }>(
    `SELECT datname AS name, shobj_description(oid, 'pg_database') AS note FROM pg_database`,
  );
  for (const { name, note } of rows) if (NAME.test(name) && isLeftover(note)) await returnDatabase(client, name);
}

/** Whether the run that left this note ran here and is dead. Of another machine's runs nothing is known. */
function isLeftover(note: string | null): boolean {
  try {
    const { number_space, runner } = JSON.parse(note ?? '');
    return number_space === numberSpace() && Number.isInteger(runner.pid) && !isAlive(runner);
  } catch {
    return false;
  }
}
