// The reference's requests about several rows: many stored at once, links, and one row in the place of others.

import { expect, test } from 'vitest';
import { CALL_MS_MAX, memory, startNodes } from './three-nodes.ts';

const LIMIT_MS = 60_000;
const AGENT = 'agent-1';

test('what is done with several rows is on every node, and what is refused is nowhere', {
  timeout: LIMIT_MS,
}, async () => {
  const nodes = await startNodes();
  const [a, b, c] = [nodes.client('a'), nodes.client('b'), nodes.client('c')];
  const rows = [memory('one'), memory('two'), memory('three')];

  expect(await a.bulk?.(rows, AGENT, CALL_MS_MAX)).toEqual({ type: 'ok', value: {} });
  await expect.poll(async () => titlesOf(await b.all('test', CALL_MS_MAX))).toEqual(['one', 'three', 'two']);
  const listed = await b.all('test', CALL_MS_MAX);
  const idOf = (title: string): string =>
    (listed.type === 'ok' && listed.value.find((row) => row.title === title)?.id) || '';

  const link = { source_id: idOf('one'), target_id: idOf('two'), relation: 'supersedes' } as const;
  expect(await b.link?.(link, AGENT, CALL_MS_MAX)).toEqual({ type: 'ok', value: {} });
  for (const client of [a, b, c]) {
    await expect.poll(() => client.links?.(link.source_id, CALL_MS_MAX)).toEqual({ type: 'ok', value: [link] });
    expect(await client.links?.(link.target_id, CALL_MS_MAX)).toEqual({ type: 'ok', value: [link] });
    expect(await client.links?.(idOf('three'), CALL_MS_MAX)).toEqual({ type: 'ok', value: [] });
    expect(titlesOf(await client.all(null, CALL_MS_MAX))).toEqual(['one', 'three', 'two']);
  }
  const nowhere = await b.link?.({ ...link, target_id: 'nobody' }, AGENT, CALL_MS_MAX);
  expect(nowhere).toMatchObject({ type: 'fail', code: 'http_404' });
  const intoLinks = await a.create({ ...memory('x'), namespace: 'system/links' }, AGENT, CALL_MS_MAX);
  expect(intoLinks).toMatchObject({ type: 'fail', code: 'http_400' });

  const into = { title: 'whole', content: 'both', namespace: 'test', tier: 'long' } as const;
  const whole = await c.consolidate?.([idOf('two'), idOf('three')], into, AGENT, CALL_MS_MAX);
  expect(whole?.type).toBe('ok');
  for (const client of [a, b, c]) {
    await expect.poll(async () => titlesOf(await client.all('test', CALL_MS_MAX))).toEqual(['one', 'whole']);
  }
  const again = await c.consolidate?.([idOf('two'), idOf('one')], into, AGENT, CALL_MS_MAX);
  expect(again).toMatchObject({ type: 'fail', code: 'http_404' });
});

test('without a quorum nothing of it is acknowledged', { timeout: LIMIT_MS }, async () => {
  const nodes = await startNodes({ quorum_timeout_ms: 300 });
  const a = nodes.client('a');
  const made = await Promise.all(['one', 'two'].map((title) => a.create(memory(title), AGENT, CALL_MS_MAX)));
  const ids = made.map((one) => (one.type === 'ok' ? one.value.id : ''));
  await Promise.all([nodes.kill('b'), nodes.kill('c')]);
  const [source_id = '', target_id = ''] = ids;
  const into = { title: 'whole', content: 'both', namespace: 'test', tier: 'long' } as const;
  const refused = { type: 'fail', code: 'quorum_not_met' };
  expect(await a.bulk?.([memory('x')], AGENT, CALL_MS_MAX)).toMatchObject({ type: 'info', code: 'partly_done' });
  expect(await a.link?.({ source_id, target_id, relation: 'related_to' }, AGENT, CALL_MS_MAX)).toMatchObject(refused);
  expect(await a.consolidate?.(ids, into, AGENT, CALL_MS_MAX)).toMatchObject(refused);
  expect(await a.get(source_id, CALL_MS_MAX), 'its parts stay').toMatchObject({ type: 'ok', value: { title: 'one' } });
});

const titlesOf = (listed: { type: string; value?: { title: string }[] }): string[] =>
  (listed.value ?? []).map(({ title }) => title).toSorted();
