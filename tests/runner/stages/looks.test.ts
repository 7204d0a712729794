import { describe, expect, test } from 'vitest';
import type { ReadOp } from '../../../src/history/ops.ts';
import { NO_EFFECT } from '../../../src/runner/nemesis/fault.ts';
import { finalLook } from '../../../src/runner/stages/final-look.ts';
import { look } from '../../../src/runner/stages/look.ts';
import { lookInside } from '../../../src/runner/stages/look-inside.ts';
import { lookingAt, memoryCluster, storedEverywhere } from './memory-cluster.ts';

const readsIn = ({ history }: ReturnType<typeof lookingAt>): ReadOp[] => history.ops.filter((op) => op.f === 'read');

describe('a look', () => {
  test('asks for every acked write by its id, and says which ids no list had', async () => {
    const cluster = memoryCluster();
    const acked = ['x', 'y'].map((key) => storedEverywhere(cluster, key));
    cluster.nodes.b.unlisted.add('y');
    const looking = lookingAt(cluster, acked);
    const seen = await look(looking, 'b', 'final');
    expect(seen?.unlisted).toEqual(['y']);
    expect(seen?.rows.map(([id]) => id).toSorted()).toEqual(['x', 'y']);
    // the list was made once more before it was blamed
    expect(cluster.nodes.b.asked).toEqual(['all', 'get', 'get', 'all']);
    expect(readsIn(looking)).toMatchObject([
      { type: 'ok', value: { node: 'b', look: 'final', life: 0, by_id: ['y'] } },
    ]);
  });

  test('does not count a row that is listed and cannot be had by its id', async () => {
    const cluster = memoryCluster();
    const acked = [storedEverywhere(cluster, 'x')];
    const held = [...cluster.nodes.a.rows.values()];
    const client = (node: 'a' | 'b' | 'c') => ({
      ...cluster.client(node),
      get: async () => ({ type: 'ok', value: null }) as const,
    });
    const seen = await look({ ...lookingAt(cluster, acked), client }, 'a', 'final');
    expect(seen?.rows).toEqual([]);
    const twice = (node: 'a' | 'b' | 'c') => ({
      ...client(node),
      all: async () => ({ type: 'ok' as const, value: [...held, ...held] }),
    });
    expect((await look({ ...lookingAt(cluster, acked), client: twice }, 'a', 'final'))?.rows).toEqual([]);
  });

  test('keeps a row that a list gives twice', async () => {
    const cluster = memoryCluster();
    const acked = [storedEverywhere(cluster, 'x')];
    const held = [...cluster.nodes.a.rows.values()];
    const client = (node: 'a' | 'b' | 'c') => ({
      ...cluster.client(node),
      all: async () => ({ type: 'ok' as const, value: [...held, ...held] }),
    });
    const seen = await look({ ...lookingAt(cluster, acked), client }, 'a', 'final');
    expect(seen?.rows.map(([id]) => id)).toEqual(['x', 'x']);
  });

  test('keeps a second copy under another title, wherever the list has it', async () => {
    const cluster = memoryCluster();
    const acked = [storedEverywhere(cluster, 'x')];
    const held = [...cluster.nodes.a.rows.values()];
    const renamed = held.map((memory) => ({ ...memory, title: 'zzz' }));
    for (const listed of [
      [...held, ...renamed],
      [...renamed, ...held],
    ]) {
      const client = (node: 'a' | 'b' | 'c') => ({
        ...cluster.client(node),
        all: async () => ({ type: 'ok' as const, value: listed }),
      });
      const seen = await look({ ...lookingAt(cluster, acked), client }, 'a', 'final');
      expect(seen?.rows.map(([id, key]) => [id, key])).toEqual([
        ['x', 'zzz'],
        ['x', 'x'],
      ]);
    }
  });

  test('of a node that does not answer is recorded as none', async () => {
    const cluster = memoryCluster();
    cluster.nodes.c.up = false;
    const looking = lookingAt(cluster, []);
    expect(await look(looking, 'c', 'inside')).toBeNull();
    expect(readsIn(looking)).toMatchObject([{ type: 'info', error: 'connection_refused' }]);
  });
});

describe('the look inside', () => {
  test('reads survivors while the node is dead, then opens its data behind cut wires', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    cluster.nodes.a.up = false;
    await lookInside(looking, cluster.cluster, { ...NO_EFFECT, killed: ['a'] });
    expect(cluster.done).toEqual(['isolate a', 'restart a']);
    expect(readsIn(looking).map(({ value }) => [value.node, value.life, value.peer_bytes])).toEqual([
      ['b', 0, undefined],
      ['c', 0, undefined],
      ['a', 1, 0],
    ]);
  });

  test('says how many bytes of peers had reached the node by the end of its read', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, []);
    cluster.cluster.restart = async () => {
      cluster.peer_bytes = 512;
    };
    await lookInside(looking, cluster.cluster, { ...NO_EFFECT, killed: ['a'] });
    expect(readsIn(looking).at(-1)?.value).toMatchObject({ node: 'a', peer_bytes: 512 });
  });

  test('of two killed nodes goes on to the end with one whose start failed for the other', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, []);
    const { restart } = cluster.cluster;
    cluster.cluster.restart = async (node) => {
      if (node === 'a') throw new Error('no start');
      await new Promise((resolve) => setTimeout(resolve, 20));
      await restart(node);
    };
    const both = lookInside(looking, cluster.cluster, { ...NO_EFFECT, killed: ['a', 'b'] });
    await expect(both).rejects.toThrow('no start');
    expect(readsIn(looking).map(({ value }) => value.node)).toEqual(['c', 'b']);
  });

  test('asks no node that cannot answer', async () => {
    const cluster = memoryCluster();
    await lookInside(lookingAt(cluster, []), cluster.cluster, { ...NO_EFFECT, silent: ['b'] });
    expect(cluster.nodes.b.asked).toEqual([]);
    expect(cluster.nodes.a.asked).not.toEqual([]);
  });
});

describe('the final look', () => {
  test('writes down the fields in which copies of a row differ', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    const row = cluster.nodes.c.rows.get('x');
    if (row) cluster.nodes.c.rows.set('x', { ...row, updated_at: 'later', rest: { source: 'api' } });
    await finalLook(looking);
    const differ = looking.history.ops.find((op) => op.f === 'differ');
    expect(differ?.value).toMatchObject({
      key: 'x',
      id: 'x',
      fields: { updated_at: { a: '"2026-01-01T00:00:00Z"', c: '"later"' }, source: { a: 'absent', c: '"api"' } },
    });
  });

  test('of long fields writes down where they differ, and says what it leaves out', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    const texts = { a: `${'same '.repeat(40)}here ${'x'.repeat(200)}`, c: `${'same '.repeat(40)}there` };
    for (const [node, content] of Object.entries(texts)) {
      const { rows } = cluster.nodes[node as 'a' | 'c'];
      const row = rows.get('x');
      if (row) rows.set('x', { ...row, content });
    }
    cluster.nodes.b.rows.delete('x');
    await finalLook(looking);
    const differ = looking.history.ops.find((op) => op.f === 'differ');
    const { a = '', c = '' } = differ?.value.fields.content ?? {};
    expect(a).toMatch(/^….* here x+…$/);
    expect(c).toMatch(/^….* there"$/);
    expect(a.length).toBeLessThanOrEqual(82);
  });

  test('of rows that a node does not hold writes down no field: others would have no room', async () => {
    const cluster = memoryCluster();
    const lacking = Array.from({ length: 30 }, (_, i) => storedEverywhere(cluster, `lacking-${i}`));
    for (const { id } of lacking) cluster.nodes.b.rows.delete(id);
    const looking = lookingAt(cluster, [...lacking, storedEverywhere(cluster, 'x')]);
    const row = cluster.nodes.c.rows.get('x');
    if (row) cluster.nodes.c.rows.set('x', { ...row, updated_at: 'later' });
    await finalLook(looking);
    const differ = looking.history.ops.flatMap((op) => (op.f === 'differ' ? [op.value.id] : []));
    expect(differ).toEqual(['x']);
  });

  test('leaves out what the subject declares to differ between nodes', async () => {
    const cluster = memoryCluster();
    const looking = { ...lookingAt(cluster, [storedEverywhere(cluster, 'x')]), nodeLocal: new Set(['access_count']) };
    const row = cluster.nodes.c.rows.get('x');
    if (row) cluster.nodes.c.rows.set('x', { ...row, rest: { access_count: 7 } });
    await finalLook(looking);
    expect(looking.history.ops.some((op) => op.f === 'differ')).toBe(false);
    const wholes = readsIn(looking).flatMap((op) => (op.type === 'ok' ? op.value.rows.map((one) => one[3]) : []));
    expect(new Set(wholes).size).toBe(1);
  });

  test('recalls rows by their own words, after everything was read', async () => {
    const cluster = memoryCluster();
    const write = { ...storedEverywhere(cluster, 'x'), word: 'wx' };
    const looking = lookingAt(cluster, [write]);
    cluster.nodes.b.rows.clear();
    await finalLook(looking);
    const recalls = looking.history.ops.filter((op) => op.f === 'recall');
    expect(recalls.map(({ value }) => [value.node, value.found])).toEqual([
      ['a', true],
      ['b', false],
      ['c', true],
    ]);
    expect(cluster.nodes.a.asked.at(-1)).toBe('recall');
  });
});
