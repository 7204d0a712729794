import { appendFileSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { describe, expect, onTestFinished, test } from 'vitest';
import { CALL_MS_MAX, memory, newSubject, startNodes } from './three-nodes.ts';

const LIMIT_MS = 90_000;

describe('the commands on a store', { timeout: LIMIT_MS }, () => {
  test('store, recall and count what was stored, whatever its characters', async () => {
    const { run, subject } = newSubject();
    const { commands } = subject;
    const data_dir = run.newFolder('store');
    const odd = memory('--title -x "quoted" 漢字 🏳️‍🌈', {
      content: '- \n\tline\nב',
      tags: ['a,b', '-t'],
      metadata: { ü: [null, '\u0000'] },
    });
    const { exit_code, stdout } = await commands.store(data_dir, odd);
    expect([exit_code, JSON.parse(stdout).title]).toEqual([0, odd.title]);
    expect((await commands.store(data_dir, memory('node-a was here'))).exit_code).toBe(0);
    expect((await commands.recall(data_dir, 'node-a')).count).toBe(1);
    expect((await commands.stats(data_dir)).stats).toMatchObject({ total: 2 });
    const [row] = (await commands.rows(data_dir)).filter(({ title }) => title === odd.title);
    expect(row).toMatchObject({ ...odd, metadata: { ...odd.metadata, agent_id: 'host:local' } });
    const refused = await commands.store(data_dir, memory('t', { priority: 11 }));
    expect([refused.exit_code, refused.stderr]).toEqual([1, 'Error: priority: 1 to 10\n']);
  });

  test('look over the store without changing it', async () => {
    const { run, subject } = newSubject();
    const data_dir = run.newFolder('store');
    await subject.commands.seed(data_dir, [memory('one'), memory('two', { content: 'about one' })]);
    const before = await subject.commands.rows(data_dir);
    const { result, report } = await subject.commands.curatorDryRun(data_dir);
    expect(result.exit_code).toBe(0);
    expect(report).toMatchObject({ memories_scanned: 2, errors: ['no LLM client configured'], dry_run: true });
    expect(report?.duplicates).toHaveLength(1);
    expect(await subject.commands.rows(data_dir)).toEqual(before);
  });

  test('bring back exactly the snapshot after a crash, and a sound store', async () => {
    const nodes = await startNodes({}, ['a']);
    const { commands } = nodes.subject;
    const { data_dir } = nodes.node('a');
    const write = async (from: number, to: number) => {
      for (let index = from; index < to; index++) {
        const outcome = await nodes.client('a').create(memory(`m${index}`), 'agent-1', CALL_MS_MAX);
        expect(outcome.type).toBe('ok');
      }
    };
    await write(0, 50);
    const backups = nodes.run.newFolder('backups');
    const { snapshots, manifests } = await commands.backup(data_dir, backups);
    expect([snapshots.length, manifests.length]).toEqual([1, 1]);
    await write(50, 120);
    const served = await commands.restore(data_dir, backups);
    expect([served.exit_code, served.stderr]).toEqual([1, expect.stringContaining('a node has this store open')]);
    await nodes.kill('a');
    expect(readdirSync(data_dir)).toContain('memories.db-wal');
    expect((await commands.restore(data_dir, backups)).exit_code).toBe(0);
    const titles = (await commands.rows(data_dir)).map(({ title }) => title);
    expect(new Set(titles)).toEqual(new Set(Array.from({ length: 50 }, (_, index) => `m${index}`)));
    expect(await commands.integrity(data_dir)).toBe('ok');
    await nodes.restart('a');
    expect(await nodes.client('a').all('test', CALL_MS_MAX)).toMatchObject({ type: 'ok', value: { length: 50 } });
  });

  test('refuse a snapshot that its manifest does not vouch for, and leave the store alone', async () => {
    const { run, subject } = newSubject();
    const [data_dir, backups] = [run.newFolder('store'), run.newFolder('backups')];
    await subject.commands.seed(data_dir, [memory('one')]);
    const { snapshots, manifests } = await subject.commands.backup(data_dir, backups);
    appendFileSync(snapshots[0] as string, 'x');
    const altered = await subject.commands.restore(data_dir, backups);
    expect([altered.exit_code, altered.stderr]).toEqual([1, expect.stringContaining('expected SHA-256')]);
    writeFileSync(manifests[0] as string, '');
    expect((await subject.commands.restore(data_dir, backups)).exit_code).toBe(1);
    expect(await subject.commands.rows(data_dir)).toHaveLength(1);
  });

  test('restore over a damaged store, and report damage where it is', async () => {
    const { run, subject } = newSubject();
    const [data_dir, backups] = [run.newFolder('store'), run.newFolder('backups')];
    await subject.commands.seed(
      data_dir,
      Array.from({ length: 300 }, (_, index) => memory(`m${index}`)),
    );
    await subject.commands.backup(data_dir, backups);
    const file = join(data_dir, 'memories.db');
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 8_192, bytes.length - 4_096);
    writeFileSync(file, bytes);
    expect(await subject.commands.integrity(data_dir)).not.toBe('ok');
    expect((await subject.commands.restore(data_dir, backups)).exit_code).toBe(0);
    expect(await subject.commands.integrity(data_dir)).toBe('ok');
    expect(await subject.commands.rows(data_dir)).toHaveLength(300);
  });

  test('speak MCP to its official client, with tools that work', async () => {
    const { run, subject } = newSubject();
    const data_dir = run.newFolder('store');
    const client = new Client({ name: 'test', version: '1' });
    await client.connect(new StdioClientTransport(subject.commands.mcp(data_dir)));
    onTestFinished(() => client.close());
    const { tools } = await client.listTools();
    expect(tools.length).toBeGreaterThanOrEqual(30);
    const call = async (name: string, input: Record<string, unknown> = {}) => {
      const { content, isError } = await client.callTool({ name: `memory_${name}`, arguments: input });
      const text = (content as { text: string }[])[0]?.text ?? '';
      return isError === true ? text : JSON.parse(text);
    };
    const { id } = await call('store', { title: 'one', content: 'first words', namespace: 'test' });
    await call('append', { id, line: 'second line' });
    await call('tag', { id, tag: 'kept' });
    expect(await call('annotate', { id, metadata: { seen: 1 } })).toMatchObject({ metadata: { seen: 1 } });
    expect(await call('by_tag', { tag: 'kept' })).toMatchObject({ count: 1 });
    expect(await call('recall', { context: 'second' })).toMatchObject({ count: 1 });
    expect(await call('raise_priority', { id, priority: 11 })).toBe('priority: 1 to 10');
    const other = await call('store', { title: 'two', content: 'x', namespace: 'test' });
    const joined = await call('consolidate', { ids: [id, other.id], title: 'both' });
    expect(joined.content).toBe('first words\nsecond line\n\nx');
    expect(await call('get', { id })).toBe(`${id}: not found`);
    expect(await call('undelete', { id })).toMatchObject({ title: 'one' });
    expect(await call('stats')).toMatchObject({ total: 2 });
    const { snapshot } = await call('backup');
    expect(await call('verify_backup', { snapshot })).toMatchObject({ verified: true });
    expect(await call('integrity')).toEqual({ integrity: 'ok' });
  });

  test('refuse what cannot be: a wrong option, a peer named twice, a taken port', async () => {
    const { execa } = await import('execa');
    const program = join(import.meta.dirname, '../../../src/subjects/reference/program.ts');
    const run = (...args: string[]) => execa(process.execPath, [program, ...args], { reject: false });
    const peers = ['serve', '--port', '1', '--quorum-peers', 'http://127.0.0.1:9,http://127.0.0.1:9/'];
    const [unknown, twice, version] = await Promise.all([run('fly'), run(...peers), run('--version')]);
    expect([unknown.exitCode, twice.exitCode, version.exitCode]).toEqual([2, 2, 0]);
    expect(twice.stderr).toContain('the same peer twice');
    const nodes = await startNodes({}, ['a']);
    const port = Number(new URL(nodes.node('a').url).port);
    await expect(nodes.restart('a', { port, data_dir: nodes.run.newFolder('other') })).rejects.toThrow(/EADDRINUSE/);
  });
});
