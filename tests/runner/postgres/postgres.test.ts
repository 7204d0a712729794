import pg from 'pg';
import { describe, expect, onTestFinished, test } from 'vitest';
import { identify, numberSpace } from '../../../src/machine/process-identity.ts';
import { openPostgres } from '../../../src/runner/postgres/postgres.ts';
import { memory, newSubject } from '../../subjects/reference/three-nodes.ts';

const LIMIT_MS = 180_000;
/** A real server to test against besides the embedded one: any that may create databases. */
const SERVER_URL = process.env.POSTGRES_URL;

async function ask(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query({ text: sql, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

describe('an embedded Postgres', { timeout: LIMIT_MS }, () => {
  test('serves one client after the other, is emptied, and is gone when closed', async () => {
    const { run } = newSubject();
    const postgres = await openPostgres(run, null);
    expect(postgres.kind).toBe('embedded');
    await ask(postgres.url, 'CREATE TABLE t AS SELECT generate_series(1, 3) AS n');
    expect(await ask(postgres.url, 'SELECT n FROM t')).toEqual([1, 2, 3]);
    expect(await postgres.count('t')).toBe(3);
    await expect(postgres.count('t; DROP TABLE t')).rejects.toThrow('does not exist');
    await postgres.reset();
    expect(await ask(postgres.url, `SELECT to_regclass('t')`)).toEqual([null]);
    await postgres.close();
    await expect(ask(postgres.url, 'SELECT 1')).rejects.toThrow(/ECONNREFUSED/);
  });
});

describe('a given server', { timeout: LIMIT_MS }, () => {
  test.runIf(SERVER_URL)('lends a database of its own and is left as it was found', async () => {
    const { run, subject } = newSubject();
    const server = SERVER_URL as string;
    const databases = () => ask(server, 'SELECT datname FROM pg_database ORDER BY 1');
    const before = await databases();
    const postgres = await openPostgres(run, server);
    expect(postgres.public_url).not.toContain('@');
    const { commands } = subject;
    const [source, back] = [run.newFolder('source'), run.newFolder('back')];
    const rows = Array.from({ length: 1_100 }, (_, index) =>
      memory(`m${index}`, { metadata: { nul: '\u0000', index } }),
    );
    await commands.seed(source, rows);
    expect((await commands.migrate(commands.storeUrl(source), postgres.url)).report?.memories_written).toBe(1_100);
    expect((await commands.migrate(postgres.url, commands.storeUrl(back))).report?.memories_written).toBe(1_100);
    expect((await commands.rows(back)).map(({ title }) => title).sort()).toEqual(rows.map(({ title }) => title).sort());
    await postgres.reset();
    expect(await ask(postgres.url, `SELECT to_regclass('reference_memory')`)).toEqual([null]);
    await postgres.close();
    expect(await databases()).toEqual(before);
  });

  test.runIf(SERVER_URL)('is freed of what a dead run left there, and of nothing else', async () => {
    const { run } = newSubject();
    const server = SERVER_URL as string;
    const make = async (name: string, note: object | null) => {
      onTestFinished(async () => void (await ask(server, `DROP DATABASE IF EXISTS ${name}`)));
      await ask(server, `CREATE DATABASE ${name}`);
      if (note) await ask(server, `COMMENT ON DATABASE ${name} IS '${JSON.stringify(note)}'`);
    };
    const dead = { pid: process.pid, started: 'another time' };
    await make('proofhouse_00000000dead', { number_space: numberSpace(), runner: dead });
    await make('proofhouse_0000000a11fe', { number_space: numberSpace(), runner: identify(process.pid) });
    await make('proofhouse_000000e15e00', { number_space: 'another machine', runner: dead });
    await make('proofhouse_00000000ba4e', null);
    const postgres = await openPostgres(run, server);
    await postgres.close();
    const left = await ask(server, `SELECT datname FROM pg_database WHERE datname LIKE 'proofhouse_0%' ORDER BY 1`);
    expect(left).toEqual(['proofhouse_00000000ba4e', 'proofhouse_0000000a11fe', 'proofhouse_000000e15e00']);
  });

  test('that is not there is named without its password', async () => {
    const { run } = newSubject();
    const opening = openPostgres(run, 'postgres://me:secret@127.0.0.1:1/x');
    await expect(opening).rejects.toThrow(
      /: postgres:\/\/127\.0\.0\.1:1\/x: expected a Postgres server, found: .*ECONNREFUSED.*; see --postgres-url$/,
    );
  });
});
