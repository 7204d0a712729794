import { describe, expect, test } from 'vitest';
import { openPostgres, publicUrl } from '../../../src/runner/postgres/postgres.ts';
import { withoutCredentials } from '../../../src/subjects/reference/migrate/migrate.ts';
import type { Memory, NewMemory } from '../../../src/subjects/subject.ts';
import { memory, newSubject } from './three-nodes.ts';

const LIMIT_MS = 180_000;
/** Beyond any page that a store gives at once. */
const ROWS = 1_234;

const mixed = (index: number): NewMemory =>
  memory(`row ${index} ${['plain', 'ü', '漢字', '🏳️‍🌈', "';--"][index % 5]}`, {
    content: 'é'.repeat(1 + ((index * 7919) % 600)) + (index % 100 === 0 ? 'x'.repeat(60_000) : ''),
    namespace: `n/${index % 7}`,
    tier: (['short', 'mid', 'long'] as const)[index % 3] as NewMemory['tier'],
    tags: index % 4 === 0 ? [] : ['a', `tag-${index % 9}`],
    priority: 1 + (index % 10),
    metadata: { z: index, a: { list: [null, 1e300, '\u0000', '\ud800'], flag: index % 2 === 0 } },
  });

/** Stores keep nine digits of a second; after a stay in Postgres the last three are zeros. */
const micro = (time: string) => time.replace(/(\.\d{6})\d{3}/, '$1000');
const coarse = (row: Memory): Memory => {
  const { expires_at } = row.rest;
  const ends = typeof expires_at === 'string' ? { expires_at: micro(expires_at) } : {};
  const rest = { ...row.rest, ...ends };
  return { ...row, created_at: micro(row.created_at), updated_at: micro(row.updated_at), rest };
};

describe('a migration', () => {
  test('brings every row there and back, and again, but for the digits it declares', {
    timeout: LIMIT_MS,
  }, async () => {
    const { run, subject } = newSubject();
    const { commands } = subject;
    const postgres = await openPostgres(run, null);
    const [source, back] = [run.newFolder('source'), run.newFolder('back')];
    await commands.seed(
      source,
      Array.from({ length: ROWS }, (_, index) => mixed(index)),
    );
    const there = () => commands.migrate(commands.storeUrl(source), postgres.url);
    const counts = { memories_read: ROWS, memories_written: ROWS, errors: [], to_url: postgres.public_url };
    expect(await there()).toMatchObject({ result: { exit_code: 0 }, report: counts });
    expect(await there()).toMatchObject({ result: { exit_code: 0 }, report: counts });
    const reverse = await commands.migrate(postgres.url, commands.storeUrl(back));
    expect(reverse.report).toMatchObject({ memories_read: ROWS, memories_written: ROWS, errors: [] });
    const [sent, returned] = await Promise.all([commands.rows(source), commands.rows(back)]);
    expect(returned).toEqual(sent.map(coarse));
    expect(await commands.integrity(back)).toBe('ok');

    await postgres.reset();
    const nothing = await commands.migrate(postgres.url, commands.storeUrl(run.newFolder('empty')));
    expect(nothing.result.exit_code).toBe(1);
    await postgres.close();
    const gone = await commands.migrate(commands.storeUrl(source), postgres.url.replace('postgres@', 'me:secret@'));
    expect(gone).toMatchObject({ result: { exit_code: 1 }, report: { memories_written: 0 } });
    expect(gone.result.stdout + gone.result.stderr).not.toContain('secret');
  });

  test('fails on a source that is not there, and does not make one', { timeout: LIMIT_MS }, async () => {
    const { run, subject } = newSubject();
    const absent = subject.commands.storeUrl(run.newFolder('absent'));
    const { result, report } = await subject.commands.migrate(absent, subject.commands.storeUrl(run.newFolder('to')));
    expect(result.exit_code).toBe(1);
    expect(report?.errors).toEqual([expect.stringContaining('expected a store, found nothing')]);
  });

  test('writes no credentials down', () => {
    expect(publicUrl('postgres://me:secret@db:5432/x?password=secret')).toBe('postgres://db:5432/x');
    const told = withoutCredentials('no postgres://me:p@ss@db/x?user=me&password=secret here');
    expect(told).toBe('no postgres://db/x?user=***&password=*** here');
  });
});
