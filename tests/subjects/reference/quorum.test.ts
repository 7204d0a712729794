import { describe, expect, test } from 'vitest';
import type { Outcome } from '../../../src/subjects/subject.ts';
import { CALL_MS_MAX, memory, type Nodes, startNodes, until } from './three-nodes.ts';

const LIMIT_MS = 90_000;

const create = (nodes: Nodes, title: string) => nodes.client('a').create(memory(title), 'agent-1', CALL_MS_MAX);
const idOf = (outcome: Outcome<{ id: string }>): string =>
  outcome.type === 'ok' ? outcome.value.id : JSON.stringify(outcome);
const count = async (nodes: Nodes, name: 'a' | 'b' | 'c'): Promise<number> => {
  const rows = await nodes.client(name).all('test', CALL_MS_MAX);
  return rows.type === 'ok' ? rows.value.length : -1;
};

describe('three nodes, two of which must hold a write', { timeout: LIMIT_MS }, () => {
  test('hold equal rows under one id soon after the acknowledgement', async () => {
    const nodes = await startNodes();
    const outcomes = await Promise.all(Array.from({ length: 60 }, (_, index) => create(nodes, `m${index}`)));
    expect(outcomes.every((outcome) => outcome.type === 'ok')).toBe(true);
    for (const name of ['b', 'c'] as const)
      await until(
        () => count(nodes, name),
        (rows) => rows === 60,
      );
    const id = idOf(outcomes[0] as Outcome<{ id: string }>);
    const [mine, theirs] = await Promise.all([
      nodes.client('a').get(id, CALL_MS_MAX),
      nodes.client('c').get(id, CALL_MS_MAX),
    ]);
    expect(theirs).toEqual(mine);
    expect(mine).toMatchObject({ type: 'ok', value: { title: 'm0', metadata: { n: 1, agent_id: 'agent-1' } } });
  });

  test('acknowledge with one peer gone or frozen, refuse with both, and keep the refused row', async () => {
    const nodes = await startNodes({ quorum_timeout_ms: 700 });
    await nodes.kill('c');
    expect((await create(nodes, 'one peer gone')).type).toBe('ok');
    nodes.node('b').signal('SIGSTOP');
    const refused = await create(nodes, 'nobody left');
    nodes.node('b').signal('SIGCONT');
    expect(refused).toMatchObject({ type: 'fail', code: 'quorum_not_met' });
    expect(await count(nodes, 'a')).toBe(2);
    await nodes.kill('b');
    const answer = await fetch(`${nodes.node('a').url}/api/v1/memories`, {
      method: 'POST',
      body: JSON.stringify(memory('both gone')),
      headers: { 'content-type': 'application/json' },
    });
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '2']);
    expect(await answer.json()).toEqual({ error: 'quorum_not_met', got: 1, needed: 2, reason: 'unreachable' });
    expect(await create(nodes, 'still refused')).toMatchObject({ type: 'fail', code: 'quorum_not_met' });
  });

  test('bring a peer that was away up to date, with every row', async () => {
    const nodes = await startNodes();
    await nodes.kill('b');
    for (let index = 0; index < 40; index++) expect((await create(nodes, `m${index}`)).type).toBe('ok');
    await nodes.restart('b');
    await until(
      () => count(nodes, 'b'),
      (rows) => rows === 40,
    );
  });

  test('leave it behind where catching up is switched off', async () => {
    const nodes = await startNodes({ catchup_interval_secs: 0 });
    await nodes.kill('b');
    expect((await create(nodes, 'missed')).type).toBe('ok');
    await nodes.restart('b');
    const sent = idOf(await create(nodes, 'heard'));
    await until(
      () => nodes.client('b').get(sent, CALL_MS_MAX),
      (outcome) => outcome.type === 'ok' && outcome.value !== null,
    );
    expect(await count(nodes, 'b')).toBe(1);
  });

  test('keep every acknowledged row when the primary is killed among writers', async () => {
    const nodes = await startNodes();
    const acked: string[] = [];
    const writers = Array.from({ length: 8 }, async (_, writer) => {
      for (let index = 0; ; index++) {
        const outcome = await create(nodes, `w${writer}-${index}`);
        if (outcome.type !== 'ok') return;
        acked.push(outcome.value.id);
        if (acked.length === 100) nodes.node('a').signal('SIGKILL');
      }
    });
    await Promise.all(writers);
    await nodes.node('a').exited;
    expect((await create(nodes, 'nobody listens')).type).toBe('fail');
    await nodes.restart('a');
    for (const name of ['a', 'b', 'c'] as const) {
      const missing = async () => {
        const found = await Promise.all(acked.map((id) => nodes.client(name).get(id, CALL_MS_MAX)));
        return found.filter((outcome) => outcome.type !== 'ok' || outcome.value === null).length;
      };
      await until(missing, (rows) => rows === 0);
    }
  });

  test('converge on a title that two of them took at once, and find it by either id', async () => {
    const nodes = await startNodes();
    const write = (name: 'a' | 'b') =>
      nodes.client(name).create(memory('same', { content: `from ${name}` }), 'x', CALL_MS_MAX);
    const ids = (await Promise.all([write('a'), write('b')])).map(idOf);
    const everywhere = () =>
      Promise.all(
        (['a', 'b', 'c'] as const).flatMap((name) =>
          ids.map(async (id) => JSON.stringify(await nodes.client(name).get(id, CALL_MS_MAX))),
        ),
      );
    const answers = await until(everywhere, (found) => new Set(found).size === 1 && !found[0]?.includes('null'));
    expect(answers[0]).toContain('from ');
  });

  test('keep the later of two acked versions, though the node that took it knew of no other and its clock is behind', async () => {
    const nodes = await startNodes({ catchup_interval_secs: 0 });
    const write = (name: 'a' | 'c', content: string) =>
      nodes.client(name).create(memory('same', { content }), 'x', CALL_MS_MAX);
    await nodes.kill('a');
    await nodes.restart('a', { clock_offset_ms: 120_000 });
    await nodes.kill('c');
    const first = idOf(await write('a', 'first'));
    await nodes.restart('c');
    expect((await write('c', 'second')).type).toBe('ok');
    for (const name of ['a', 'b', 'c'] as const) {
      await until(
        () => nodes.client(name).get(first, CALL_MS_MAX),
        (found) => found.type === 'ok' && found.value?.content === 'second',
      );
    }
  });

  test('acknowledge writers of one title through all nodes at once, and end with one version of it', async () => {
    const nodes = await startNodes();
    const names = ['a', 'b', 'c'] as const;
    const outcomes = await Promise.all(
      Array.from({ length: 30 }, (_, n) =>
        nodes.client(names[n % 3] ?? 'a').create(memory('contested', { content: `version ${n}` }), 'x', CALL_MS_MAX),
      ),
    );
    expect(outcomes.filter(({ type }) => type === 'ok').length).toBeGreaterThan(20);
    // what is acked after all of these began, and after they ended, is what stays
    const last = await nodes.client('b').create(memory('contested', { content: 'the last' }), 'x', CALL_MS_MAX);
    for (const name of names) {
      await until(
        () => nodes.client(name).get(idOf(last), CALL_MS_MAX),
        (found) => found.type === 'ok' && found.value?.content === 'the last',
      );
    }
  });

  test('stamp what they write with their own moved clock', async () => {
    const nodes = await startNodes({ clock_offset_ms: 120_000 }, ['a']);
    const before = Date.now();
    const id = idOf(await nodes.client('a').create(memory('later'), 'agent-1', CALL_MS_MAX));
    const row = await nodes.client('a').get(id, CALL_MS_MAX);
    const moved = row.type === 'ok' && row.value ? Date.parse(row.value.created_at) - before : 0;
    expect(moved).toBeGreaterThanOrEqual(119_990);
    expect(moved).toBeLessThan(120_000 + LIMIT_MS);
  });
});
