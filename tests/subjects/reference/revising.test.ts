// Rows of the reference that are changed, deleted, promoted and written again, on one node and among three.

import { describe, expect, test } from 'vitest';
import { laterThan, timestamp } from '../../../src/subjects/reference/clock.ts';
import { hybridVersions, isStamp } from '../../../src/subjects/reference/versions.ts';
import type { Memory, NodeName, Outcome } from '../../../src/subjects/subject.ts';
import { CALL_MS_MAX, memory, type Nodes, startNodes, until } from './three-nodes.ts';

const LIMIT_MS = 90_000;
const AT = timestamp(1_700_000_000_000_000_000n);
const LATER = timestamp(1_700_000_600_000_000_000n);
const change = (content: string) => ({ content, tags: ['new'], metadata: { n: 2 } });

const ok = <T>(outcome: Outcome<T>): T => {
  if (outcome.type !== 'ok') throw new Error(JSON.stringify(outcome));
  return outcome.value;
};
const held = async (nodes: Nodes, name: NodeName, id: string): Promise<Memory | null> =>
  ok(await nodes.client(name).get(id, CALL_MS_MAX));

describe('stamps of versions', () => {
  test('are later than every stamp that the node gave or heard of, whatever its wall clock says', () => {
    const ahead = hybridVersions('aa', null);
    const behind = hybridVersions('bb', null);
    const first = ahead.next(LATER);
    behind.hear(first);
    const second = behind.next(AT);
    expect([first, second]).toEqual([`${LATER}@aa`, `${laterThan(AT, LATER)}@bb`]);
    expect(second > first).toBe(true);
    expect(behind.next(AT) > second).toBe(true);
  });

  test('of one moment differ by the node, and go on from the newest of the store after a restart', () => {
    expect(hybridVersions('aa', null).next(AT)).not.toBe(hybridVersions('bb', null).next(AT));
    const restarted = hybridVersions('aa', `${LATER}@cc`);
    expect(restarted.next(AT) > `${LATER}@cc`).toBe(true);
  });

  test('are known by their form', () => {
    expect([`${AT}@0123456789ab`, `${AT}@`].map(isStamp)).toEqual([true, true]);
    expect([AT, `${AT}@xyz`, `${AT}@0123456789abc`, '@aa', ''].map(isStamp)).toEqual(Array(5).fill(false));
  });
});

describe('three nodes', { timeout: LIMIT_MS }, () => {
  test('change, promote, delete and make again a row under one id', async () => {
    const nodes = await startNodes();
    const [a, b, c] = (['a', 'b', 'c'] as const).map((name) => nodes.client(name));
    if (!a || !b || !c) throw new Error('three nodes');
    const { id } = ok(await a.upsert(memory('row'), 'x', CALL_MS_MAX));
    const everywhere = async (check: (row: Memory | null) => boolean) => {
      for (const name of ['a', 'b', 'c'] as const) await until(() => held(nodes, name, id), check);
    };
    await everywhere((row) => row !== null);
    ok(await b.update(id, change('changed'), 'x', CALL_MS_MAX));
    await everywhere((row) => row?.content === 'changed' && row.tags.join() === 'new' && row.metadata.n === 2);
    ok(await c.promote(id, 'x', CALL_MS_MAX));
    await everywhere((row) => row?.content === 'changed' && row.tier === 'long');
    ok(await a.remove(id, 'x', CALL_MS_MAX));
    await everywhere((row) => row === null);
    expect(await b.update(id, change('too late'), 'x', CALL_MS_MAX)).toMatchObject({ type: 'fail', code: 'http_404' });
    expect(await b.promote(id, 'x', CALL_MS_MAX)).toMatchObject({ type: 'fail', code: 'http_404' });
    expect(await b.remove(id, 'x', CALL_MS_MAX)).toMatchObject({ type: 'fail', code: 'http_404' });
    expect(ok(await b.upsert(memory('row', { content: 'again' }), 'x', CALL_MS_MAX))).toEqual({ id });
    await everywhere((row) => row?.content === 'again');
  });

  test('bring a node that was away the updates and the deletes that it missed', async () => {
    const nodes = await startNodes();
    const a = nodes.client('a');
    const [kept, gone] = [
      ok(await a.upsert(memory('kept'), 'x', CALL_MS_MAX)).id,
      ok(await a.upsert(memory('gone'), 'x', CALL_MS_MAX)).id,
    ];
    for (const id of [kept, gone])
      await until(
        () => held(nodes, 'c', id),
        (row) => row !== null,
      );
    await nodes.kill('c');
    ok(await a.update(kept, change('missed'), 'x', CALL_MS_MAX));
    ok(await a.remove(gone, 'x', CALL_MS_MAX));
    await nodes.restart('c');
    await until(
      () => held(nodes, 'c', kept),
      (row) => row?.content === 'missed',
    );
    await until(
      () => held(nodes, 'c', gone),
      (row) => row === null,
    );
  });

  test('do not let a promotion on a node that is behind put an old content above a newer one', async () => {
    const nodes = await startNodes({ catchup_interval_secs: 0 });
    const a = nodes.client('a');
    const { id } = ok(await a.upsert(memory('row'), 'x', CALL_MS_MAX));
    await until(
      () => held(nodes, 'c', id),
      (row) => row !== null,
    );
    await nodes.kill('c');
    ok(await a.update(id, change('newer'), 'x', CALL_MS_MAX));
    await nodes.restart('c', { clock_offset_ms: 600_000 });
    ok(await nodes.client('c').promote(id, 'x', CALL_MS_MAX));
    for (const name of ['a', 'c'] as const) {
      await until(
        () => held(nodes, name, id),
        (row) => row?.content === 'newer' && row.tier === 'long',
      );
    }
  });

  test('answer a change without a quorum with 503, and keep it where it was written', async () => {
    const nodes = await startNodes({ quorum_timeout_ms: 300 });
    const { id } = ok(await nodes.client('a').upsert(memory('row'), 'x', CALL_MS_MAX));
    await nodes.kill('b');
    await nodes.kill('c');
    const refused = await nodes.client('a').update(id, change('alone'), 'x', CALL_MS_MAX);
    expect(refused).toMatchObject({ type: 'fail', code: 'quorum_not_met' });
    expect((await held(nodes, 'a', id))?.content).toBe('alone');
    const removed = await nodes.client('a').remove(id, 'x', CALL_MS_MAX);
    expect(removed).toMatchObject({ type: 'fail', code: 'quorum_not_met' });
    expect(await held(nodes, 'a', id)).toBeNull();
  });

  test('refuse what is no change', async () => {
    const nodes = await startNodes({}, ['a']);
    const { id } = ok(await nodes.client('a').upsert(memory('row'), 'x', CALL_MS_MAX));
    const put = async (body: string) =>
      (
        await fetch(`${nodes.node('a').url}/api/v1/memories/${id}`, {
          method: 'PUT',
          body,
          headers: { 'content-type': 'application/json' },
        })
      ).status;
    expect(await Promise.all(['{}', '{"content":""}', '{"tags":[1]}', '[]', '{"priority":11}'].map(put))).toEqual([
      400, 400, 422, 422, 400,
    ]);
    expect(await put('{"content":"sound"}')).toBe(200);
    expect(await held(nodes, 'a', id)).toMatchObject({ content: 'sound', tags: ['x'], metadata: { n: 1 } });
  });
});
