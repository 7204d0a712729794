// Each planted defect, seen on live nodes by the same test that the right nodes pass.

import { describe, expect, test } from 'vitest';
import { DEFECTS } from '../../../src/subjects/reference/defects.ts';
import { isSpoiled } from '../../../src/subjects/reference/planted/some-rows.ts';
import { openSubject, plantable } from '../../../src/subjects/registry.ts';
import type { Memory, NodeName, Outcome } from '../../../src/subjects/subject.ts';
import { newRun } from '../ai-memory/new-run.ts';
import { CALL_MS_MAX, memory, type Nodes, startNodes, until } from './three-nodes.ts';

const LIMIT_MS = 90_000;
/** Enough that one in seven is some. */
const ROWS = 100;
const FAST = { catchup_interval_secs: 0.1 };

/** The test once with nodes that have the defect, once with nodes that have none. */
const withAndWithout = (id: string, title: string, body: (planted: boolean, defect: string | null) => Promise<void>) =>
  describe(id, { timeout: LIMIT_MS }, () => {
    test(`${title}`, () => body(true, id));
    test('is not there without the switch', () => body(false, null));
  });

const created = async (nodes: Nodes, node: NodeName, title: string): Promise<string> => {
  const outcome = await nodes.client(node).create(memory(title), 'ai:author', CALL_MS_MAX);
  return answered(outcome).id;
};
const answered = <T>(outcome: Outcome<T>): T => {
  if (outcome.type !== 'ok') throw new Error(`expected an answer, found ${outcome.code}: ${outcome.detail}`);
  return outcome.value;
};
const rowOf = async (nodes: Nodes, node: NodeName, id: string): Promise<Memory | null> =>
  answered(await nodes.client(node).get(id, CALL_MS_MAX));
const heldBy = async (nodes: Nodes, node: NodeName, ids: readonly string[]): Promise<string[]> => {
  const rows = await Promise.all(ids.map((id) => rowOf(nodes, node, id)));
  return ids.filter((_, n) => rows[n] !== null);
};
const createMany = async (nodes: Nodes): Promise<string[]> => {
  const ids: string[] = [];
  for (let n = 0; n < ROWS; n++) ids.push(await created(nodes, 'a', `row ${n}`));
  return ids;
};
/** Peers that take no part: their kernel still accepts what is sent to them. */
const freeze = (nodes: Nodes) => {
  for (const name of ['b', 'c'] as const) nodes.node(name).signal('SIGSTOP');
};

withAndWithout('forgets-store', 'loses what was acked at the next start', async (planted, defect) => {
  const nodes = await startNodes({ quorum_writes: 1 }, ['a'], defect);
  const id = await created(nodes, 'a', 'kept');
  await nodes.kill('a');
  await nodes.restart('a');
  expect(await rowOf(nodes, 'a', id)).toEqual(planted ? null : expect.objectContaining({ id }));
});

withAndWithout('acks-without-quorum', 'acks what no peer took, once it waited for them', async (planted, defect) => {
  const nodes = await startNodes({ quorum_timeout_ms: 400 }, ['a', 'b', 'c'], defect);
  freeze(nodes);
  const began = performance.now();
  const outcome = await nodes.client('a').create(memory('alone'), 'ai:author', CALL_MS_MAX);
  expect(performance.now() - began).toBeGreaterThan(390);
  expect(outcome).toMatchObject(planted ? { type: 'ok' } : { type: 'fail', code: 'quorum_not_met' });
  // peers that say no at once are no silence: this much of the quorum it keeps
  await nodes.kill('b');
  await nodes.kill('c');
  const refused = await nodes.client('a').create(memory('refused'), 'ai:author', CALL_MS_MAX);
  expect(refused).toMatchObject({ type: 'fail', code: 'quorum_not_met' });
});

withAndWithout('acks-too-early', 'acks long before its peers could say that they hold it', async (planted, defect) => {
  const nodes = await startNodes({ quorum_timeout_ms: 3_000 }, ['a', 'b', 'c'], defect);
  freeze(nodes);
  const began = performance.now();
  const outcome = await nodes.client('a').create(memory('early'), 'ai:author', CALL_MS_MAX);
  const took_ms = performance.now() - began;
  expect(outcome).toMatchObject(planted ? { type: 'ok' } : { type: 'fail', code: 'quorum_not_met' });
  expect(took_ms < 2_000).toBe(planted);
});

withAndWithout('loses-catch-up-rows', 'lacks some rows for good after it was away', async (planted, defect) => {
  const nodes = await startNodes(FAST, ['a', 'b', 'c'], defect);
  await nodes.kill('c');
  const ids = await createMany(nodes);
  await nodes.restart('c');
  const expected = planted ? ids.filter((id) => !isSpoiled({ id })) : ids;
  await until(
    () => heldBy(nodes, 'c', ids),
    (held) => held.length >= expected.length,
  );
  expect(await heldBy(nodes, 'c', ids)).toEqual(expected);
  expect(expected.length < ROWS).toBe(planted);
  expect(await heldBy(nodes, 'b', ids)).toEqual(ids);
});

withAndWithout('hides-from-lists', 'gives by id what no list of it shows', async (planted, defect) => {
  const nodes = await startNodes({ quorum_writes: 1 }, ['a'], defect);
  const ids = await createMany(nodes);
  const listed = new Set(answered(await nodes.client('a').all('test', CALL_MS_MAX)).map(({ id }) => id));
  const unlisted = ids.filter((id) => !listed.has(id));
  expect(unlisted).toEqual(planted ? ids.filter((id) => isSpoiled({ id })) : []);
  expect(unlisted.length > 0).toBe(planted);
  expect(await heldBy(nodes, 'a', ids)).toEqual(ids);
});

withAndWithout('skips-index-of-replicas', 'holds rows of its peers that no word recalls', async (planted, defect) => {
  const nodes = await startNodes(FAST, ['a', 'b', 'c'], defect);
  const id = await created(nodes, 'a', 'xylograph of the harbour');
  await until(
    () => rowOf(nodes, 'b', id),
    (row) => row !== null,
  );
  const recalled = async (node: NodeName) =>
    answered(await nodes.client(node).recall('xylograph', 'test', 5, CALL_MS_MAX)).map((row) => row.id);
  expect(await recalled('a')).toEqual([id]);
  expect(await recalled('b')).toEqual(planted ? [] : [id]);
  await nodes.kill('b');
  await nodes.restart('b');
  expect(await recalled('b')).toEqual(planted ? [] : [id]);
});

withAndWithout('rewrites-replicas', 'names another author and time, and stays with them', async (planted, defect) => {
  const nodes = await startNodes(FAST, ['a', 'b', 'c'], defect);
  const id = await created(nodes, 'a', 'written once');
  const written = await rowOf(nodes, 'a', id);
  const copy = await until(
    () => rowOf(nodes, 'b', id),
    (row) => row !== null,
  );
  if (!planted) return expect(copy).toEqual(written);
  expect(copy).toEqual({
    ...written,
    created_at: expect.not.stringMatching(String(written?.created_at)),
    metadata: { ...written?.metadata, agent_id: 'host:replica' },
  });
  // what it hears again while it catches up changes neither side
  await nodes.kill('b');
  await created(nodes, 'a', 'a later one');
  await nodes.restart('b');
  await until(
    async () => answered(await nodes.client('b').all('test', CALL_MS_MAX)).length,
    (rows) => rows === 2,
  );
  expect(await rowOf(nodes, 'b', id)).toEqual(copy);
  expect(await rowOf(nodes, 'a', id)).toEqual(written);
});

describe('a defect', { timeout: LIMIT_MS }, () => {
  const health = async (nodes: Nodes) => (await fetch(`${nodes.node('a').url}/api/v1/health`)).json();

  test('is said by the node that has it, and a node without the switch says that it has none', async () => {
    const [planted, sound] = [await startNodes({}, ['a'], 'forgets-store'), await startNodes({}, ['a'])];
    expect(await health(planted)).toMatchObject({ status: 'ok', defect: 'forgets-store' });
    expect(await health(sound)).toMatchObject({ status: 'ok', defect: null });
    expect([planted.subject.defect, sound.subject.defect]).toEqual(['forgets-store', null]);
  });

  test('is one of those that are known; another ends before any node starts, with their names', () => {
    const run = newRun();
    const open = (subject: string, defect: string) => openSubject(subject, { run, binary: null, ref: null, defect });
    expect(() => open('reference', 'toString')).toThrow(`of ${[...DEFECTS.keys()].join(', ')}; found "toString"`);
    expect(() => open('ai-memory', 'forgets-store')).toThrow('none can be planted in it');
    expect(plantable().map(({ subject, id }) => [subject, id])).toEqual(
      [...DEFECTS.keys()].map((id) => ['reference', id]),
    );
  });
});
