import { expect, test } from 'vitest';
import { CALL_MS_MAX, memory, startNodes } from './three-nodes.ts';

const LIMIT_MS = 60_000;

test('a node answers with the statuses and limits of the field', { timeout: LIMIT_MS }, async () => {
  const nodes = await startNodes({}, ['a']);
  const { url } = nodes.node('a');
  const post = (
    body: string | ReadableStream,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) =>
    fetch(`${url}/api/v1/memories`, {
      method: 'POST',
      body,
      headers,
      ...(typeof body === 'string' ? {} : { duplex: 'half' }),
    });
  const get = async (path: string) => (await fetch(`${url}/api/v1/${path}`)).json();
  const statusOf = async (path: string) => (await fetch(`${url}/api/v1/${path}`)).status;
  const sound = JSON.stringify({ title: 't', content: 'c' });

  const stored = await post(sound, { 'content-type': 'application/json', 'x-agent-id': 'agent-7' });
  expect(stored.status).toBe(201);
  expect(await stored.json()).toMatchObject({ title: 't', namespace: 'global', tier: 'mid', agent_id: 'agent-7' });
  expect((await post(sound, { 'content-type': 'text/plain' })).status).toBe(415);
  expect((await post('{"title":')).status).toBe(400);
  expect((await post('{"title":"t"}')).status).toBe(422);
  expect((await post('{"title":"t","content":"a\\rb"}')).status).toBe(400);
  expect((await post(sound, { 'content-type': 'application/json', 'x-agent-id': 'no spaces' })).status).toBe(400);
  expect((await post(`{"title":"${'x'.repeat(2 * 1024 * 1024)}"}`)).status).toBe(413);
  expect((await post(new Blob(['x'.repeat(2 * 1024 * 1024 + 1)]).stream())).status).toBe(413);
  expect(await statusOf('memories/unknown')).toBe(404);
  expect(await statusOf('nowhere')).toBe(404);
  expect(await statusOf('memories?limit=abc')).toBe(400);
  expect(await statusOf('sync/since?since=yesterday')).toBe(400);

  const client = nodes.client('a');
  await Promise.all(
    Array.from({ length: 240 }, (_, index) => client.create(memory(`m${index}`), 'agent-1', CALL_MS_MAX)),
  );
  expect((await get('memories')).count).toBe(20);
  expect((await get('memories?limit=5000')).count).toBe(200);
  expect((await get('memories?limit=200&offset=200')).count).toBe(41);
  expect((await get('export?namespace=test')).count).toBe(240);
  expect((await get('stats')).total).toBe(241);
  expect((await get('namespaces')).namespaces[0]).toEqual({ namespace: 'test', count: 240 });
  const all = await client.all('test', CALL_MS_MAX);
  expect(all.type === 'ok' && new Set(all.value.map((row) => row.title)).size).toBe(240);
});

test('peers page through every change, and a push that cannot be taken is not counted as taken', {
  timeout: LIMIT_MS,
}, async () => {
  const nodes = await startNodes({}, ['a']);
  const { url } = nodes.node('a');
  const sent = await nodes.client('a').create(memory('one'), 'agent-1', CALL_MS_MAX);
  const page = await (await fetch(`${url}/api/v1/sync/since?limit=1`)).json();
  expect(page.memories[0].id).toBe(sent.type === 'ok' && sent.value.id);
  const after = await (await fetch(`${url}/api/v1/sync/since?cursor=${page.next}`)).json();
  expect(after).toMatchObject({ count: 0, next: page.next });
  const since = await (await fetch(`${url}/api/v1/sync/since?since=2001-01-01T00:00:00Z`)).json();
  expect(since.count).toBe(1);

  const push = async (memories: unknown) =>
    (
      await fetch(`${url}/api/v1/sync/push`, {
        method: 'POST',
        body: JSON.stringify({ sender_agent_id: 'x', memories }),
        headers: { 'content-type': 'application/json' },
      })
    ).json();
  const [row] = page.memories;
  expect(await push([row, { ...row, content: '' }, { ...row, title: 'taken id' }])).toMatchObject({
    applied: 1,
    skipped: 2,
  });
});
