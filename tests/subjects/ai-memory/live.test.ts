// The subject itself, where AI_MEMORY_BIN names a build of it. It is a program of minutes to build, so that most
// machines have none: then these tests are skipped, and their title says why.

import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { freePort } from '../../../src/machine/free-port.ts';
import { HERE } from '../../../src/machine/place.ts';
import { portOwnership } from '../../../src/machine/port-owner.ts';
import { Run } from '../../../src/machine/run.ts';
import { openCluster } from '../../../src/runner/cluster/cluster.ts';
import { faultClass } from '../../../src/runner/nemesis/classes.ts';
import { runCycle } from '../../../src/runner/phases/cycle.ts';
import { countMcpTools } from '../../../src/runner/phases/mcp-handshake.ts';
import { differingFields } from '../../../src/runner/phases/row-differences.ts';
import { needsOf, openPostgres } from '../../../src/runner/postgres/postgres.ts';
import { memoryHistory } from '../../../src/runner/recorder.ts';
import { memoryOf } from '../../../src/runner/workloads/memories.ts';
import { randomOf } from '../../../src/runner/workloads/random.ts';
import { planCycle } from '../../../src/runner/workloads/schedule.ts';
import { openSubject } from '../../../src/subjects/registry.ts';
import type { Subject } from '../../../src/subjects/subject.ts';
import { memory } from '../reference/three-nodes.ts';

const BINARY = process.env.AI_MEMORY_BIN;
const TITLE = BINARY ? `ai-memory (${BINARY})` : 'ai-memory (skipped: AI_MEMORY_BIN names no build of it)';
const LIMIT_MS = 180_000;
const CALL_MS_MAX = 10_000;
const READY_MS_MAX = 15_000;
const NEVER = new AbortController().signal;

function opened(): { run: Run; subject: Subject } {
  const run = new Run();
  onTestFinished(() => run.close());
  return { run, subject: openSubject('ai-memory', { run, binary: BINARY ?? null, ref: null, defect: null }) };
}

describe.skipIf(!BINARY)(TITLE, { timeout: LIMIT_MS }, () => {
  test('says who it is and what its build can do', async () => {
    const { subject } = opened();
    const { version, binary_sha256 } = await subject.identify();
    expect(version).toMatch(/^\d+\.\d+/);
    expect(binary_sha256).toMatch(/^[0-9a-f]{64}$/);
    const { found, promises, catch_up } = await subject.capabilities();
    expect(found.list_default).toBeGreaterThan(0);
    expect(['merged', 'refused']).toContain(found.same_title);
    expect(promises.I2?.promised).toBe(catch_up.available);
  });

  test('stores, counts, snapshots and offers its tools from the command line', async () => {
    const { run, subject } = opened();
    const [dir, snapshots] = [run.newFolder('data'), run.newFolder('snapshots')];
    const { commands } = subject;
    expect((await commands.store(dir, memory('-a title that begins like an option'))).exit_code).toBe(0);
    expect((await commands.stats(dir)).stats?.total).toBe(1);
    expect((await commands.recall(dir, 'begins')).count).toBe(1);
    const { snapshots: made, manifests } = await commands.backup(dir, snapshots);
    expect([made.length, manifests.length]).toEqual([1, 1]);
    expect(await commands.integrity(dir)).toBe('ok');
    expect((await commands.curatorDryRun(dir)).report?.dry_run).toBe(true);
    expect(await countMcpTools(commands.mcp(dir), NEVER)).toBeGreaterThanOrEqual(30);
  });

  test('gives back what was sent, and every row of a namespace beyond its lists', async () => {
    const { run, subject } = opened();
    const dir = run.newFolder('node');
    const port = await freePort();
    const alone = { place: HERE, peers: [], quorum_writes: 1, quorum_timeout_ms: 2_000, catchup_interval_secs: 0 };
    const node = await subject.start(
      { ...alone, name: 'a', data_dir: dir, port, clock_offset_ms: 0, log_file: join(dir, 'log') },
      READY_MS_MAX,
    );
    expect(portOwnership(port, node.pid)).toBe('owned');
    const client = subject.client(node);
    for (let n = 0; n < 230; n++) {
      const sent = memoryOf(randomOf(1, n), { key: `k-${n}`, root: 'live', content_bytes_max: 2_000 });
      const created = await client.create({ ...sent, namespace: 'live/all' }, 'ai:test', CALL_MS_MAX);
      if (created.type !== 'ok') throw new Error(`expected row ${n} to be stored, found ${created.detail}`);
      const found = await client.get(created.value.id, CALL_MS_MAX);
      if (n < 30) expect(found).toMatchObject({ type: 'ok', value: { ...sent, namespace: 'live/all' } });
    }
    const all = await client.all('live/all', CALL_MS_MAX);
    expect(all.type === 'ok' && new Set(all.value.map(({ id }) => id)).size).toBe(230);
    expect(await client.get('no-such-id', CALL_MS_MAX)).toEqual({ type: 'ok', value: null });
    await client.close();
    await subject.stop(node, 5_000);
    expect(await node.exited).toEqual({ code: 0, signal: null });
  });

  test('stamps another time where its clock is moved, and leaves no shared memory behind', async () => {
    const { run, subject } = opened();
    const { clock } = await subject.capabilities();
    if (!clock.available) return expect(clock.reason).toContain('libfaketime');
    const dir = run.newFolder('skewed');
    const settings = { place: HERE, peers: [], quorum_writes: 1, quorum_timeout_ms: 2_000, catchup_interval_secs: 0 };
    const files = { data_dir: dir, log_file: join(dir, 'log'), port: await freePort() };
    const node = await subject.start({ ...settings, ...files, name: 'b', clock_offset_ms: -300_000 }, READY_MS_MAX);
    const client = subject.client(node);
    const created = await client.create(memory('skewed'), 'ai:test', CALL_MS_MAX);
    const found = created.type === 'ok' ? await client.get(created.value.id, CALL_MS_MAX) : created;
    const stamp = found.type === 'ok' && found.value ? Date.parse(found.value.created_at) : Number.NaN;
    expect(Math.abs(stamp - (Date.now() - 300_000))).toBeLessThan(30_000);
    await client.close();
    node.signal('SIGKILL');
    await node.exited;
    expect(existsSync(`/dev/shm/faketime_shm_${node.pid}`)).toBe(false);
  });

  test('gives peers equal rows, which a recall changes in the fields that are declared node-local and in no other', async () => {
    const { run, subject } = opened();
    const quorum = { quorum_writes: 3, quorum_timeout_ms: 2_000, catchup_interval_secs: 1 };
    const cluster = await openCluster({ subject, dir: run.newFolder('cluster'), ...quorum });
    onTestFinished(() => cluster.close());
    const { node_local } = await subject.capabilities();
    const row = async (node: 'a' | 'b', id: string) => {
      const found = await cluster.client(node).get(id, CALL_MS_MAX);
      if (found.type !== 'ok' || found.value === null) throw new Error(`expected ${id} on ${node}`);
      const { rest, ...own } = found.value;
      return new Map<string, unknown>(Object.entries({ ...rest, ...own }));
    };
    for (const tier of ['short', 'mid', 'long'] as const) {
      const word = `${tier}quokka`;
      const sent = memory(`${tier} row`, { tier, content: `the ${word} of the harbour` });
      const created = await cluster.client('a').create(sent, 'ai:author', CALL_MS_MAX);
      if (created.type !== 'ok') throw new Error(`expected an ack, found ${created.detail}`);
      const { id } = created.value;
      const before = await row('b', id);
      expect(before).toEqual(await row('a', id));
      expect([...before.keys()]).toEqual(expect.arrayContaining(['source', 'confidence', 'access_count']));
      const recalled = await cluster.client('b').recall(word, 'test', 5, CALL_MS_MAX);
      expect(recalled.type === 'ok' && recalled.value.map((one) => one.id)).toEqual([id]);
      const after = await row('b', id);
      const names = [...new Set([...before.keys(), ...after.keys()])];
      const changed = names.filter((name) => JSON.stringify(before.get(name)) !== JSON.stringify(after.get(name)));
      expect(changed.length).toBeGreaterThan(0);
      expect(changed.filter((name) => !(name in node_local))).toEqual([]);
    }
  });

  test('says in its own words why it refuses', async () => {
    const { run, subject } = opened();
    const dir = run.newFolder('refusing');
    const alone = { place: HERE, peers: [], quorum_writes: 1, quorum_timeout_ms: 2_000, catchup_interval_secs: 0 };
    const files = { data_dir: dir, log_file: join(dir, 'log'), port: await freePort() };
    const node = await subject.start({ ...alone, ...files, name: 'a', clock_offset_ms: 0 }, READY_MS_MAX);
    const client = subject.client(node);
    onTestFinished(() => client.close());
    const refused = await client.create(memory('bad', { namespace: 'not a namespace' }), 'ai:test', CALL_MS_MAX);
    expect(refused).toMatchObject({ type: 'fail', code: 'http_400', answer: { status: 400 } });
    expect('detail' in refused && refused.detail).toMatch(/^expected 201, found 400: .*namespace/);
  });

  test('keeps what it acked through a killed primary', async () => {
    const { run, subject } = opened();
    const quorum = { quorum_writes: 2, quorum_timeout_ms: 400, catchup_interval_secs: 0.2 };
    const cluster = await openCluster({ subject, dir: run.newFolder('cluster'), ...quorum });
    onTestFinished(() => cluster.close());
    const fault = faultClass('kill_primary_mid_write');
    const { line } = await runCycle({
      ...{
        cluster,
        fault,
        number: 1,
        history: memoryHistory(),
        campaign_id: 'test',
        writes: 60,
        signal: NEVER,
        isFirstOfKind: () => true,
        workloads: ['create', 'revise'] as const,
      },
      plan: planCycle(1, fault.name, 1, { writes_per_cycle: 60, quorum_timeout_ms: 400 }),
      capabilities: await subject.capabilities(),
    });
    expect(line.receipt).toMatchObject({ kind: 'process_gone', took_effect: true, healed: true });
    expect(line).toMatchObject({ lost: 0, corrupted: 0, duplicated: 0, unexpected: 0 });
    expect(line.valid).toMatchObject({ forgotten: true, under_replicated: true });
  });

  test('moves rows to a PostgreSQL with pgvector and back', async ({ skip }) => {
    const { run, subject } = opened();
    const postgres = await openPostgres(
      run,
      process.env.POSTGRES_URL ?? null,
      needsOf(await subject.capabilities()),
    ).catch((cause: Error) => skip(`no PostgreSQL with pgvector: ${cause.message}`));
    onTestFinished(() => postgres.close());
    const [source, back] = [run.newFolder('source'), join(run.folder, 'back')];
    mkdirSync(back);
    const { commands } = subject;
    await commands.seed(source, [memory('one'), memory('two')]);
    const forward = await commands.migrate(commands.storeUrl(source), postgres.url);
    if (forward.report === null) return expect(forward.result.stderr).toContain('sal');
    expect(await postgres.count(commands.postgres_table)).toBe(2);
    expect(forward.report).toMatchObject({ memories_read: 2, memories_written: 2, errors: [] });
    await commands.migrate(postgres.url, commands.storeUrl(back));
    const times = ['created_at', 'updated_at', 'expires_at'];
    const differing = differingFields(await commands.rows(source), await commands.rows(back), times);
    expect(Object.keys(differing).filter((field) => !times.includes(field))).toEqual([]);
  });
});
