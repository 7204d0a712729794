import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Quiescing, quiesce } from '../../../src/runner/stages/quiesce.ts';
import { lookingAt, memoryCluster, storedEverywhere } from './memory-cluster.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const waiting = (change: Partial<Quiescing> = {}): Quiescing => ({
  catchup_round_ms: 200,
  limit_ms: 5_000,
  signal: new AbortController().signal,
  ...change,
});

/** How long it took by the clock, and how it ended. */
async function ran(waited: Promise<string>): Promise<[string, number]> {
  const began = performance.now();
  let at = 0;
  void waited.then(() => {
    at = performance.now() - began;
  });
  await vi.advanceTimersByTimeAsync(20_000);
  return [await waited, Math.round(at)];
}

describe('quiesce', () => {
  test('ends two rounds of catch-up after all nodes hold the same rows, and not before', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    expect(await ran(quiesce(looking, waiting()))).toEqual(['equal', 400]);
  });

  test('waits on where a round changed the rows again', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    setTimeout(() => void storedEverywhere(cluster, 'y'), 300);
    const row = { ...cluster.nodes.a.rows.get('x'), id: 'z', title: 'z' };
    setTimeout(() => void cluster.nodes.b.rows.set('z', row as never), 350);
    setTimeout(() => cluster.nodes.b.rows.delete('z'), 700);
    const [how, ms] = await ran(quiesce(looking, waiting()));
    expect(how).toBe('equal');
    expect(ms).toBeGreaterThanOrEqual(700 + 400);
  });

  test('gives up at its limit, with who converged and who did not', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    cluster.nodes.c.rows.clear();
    const [how, ms] = await ran(quiesce(looking, waiting({ limit_ms: 1_000 })));
    expect(how).toBe('limit');
    expect(ms).toBeGreaterThanOrEqual(1_000);
    const converged = looking.history.ops.filter((op) => op.f === 'converge');
    expect(converged.map(({ type, value }) => [value.node, type])).toEqual([
      ['a', 'ok'],
      ['b', 'ok'],
      ['c', 'info'],
    ]);
  });

  test('is content without catch-up when two looks in a row are equal', async () => {
    const cluster = memoryCluster();
    const looking = lookingAt(cluster, [storedEverywhere(cluster, 'x')]);
    cluster.nodes.c.rows.clear();
    expect((await ran(quiesce(looking, waiting({ catchup_round_ms: null }))))[0]).toBe('unchanged');
  });

  test('ends when the campaign does', async () => {
    const cluster = memoryCluster();
    const campaign = new AbortController();
    cluster.nodes.c.rows.set('only-here', {} as never);
    const waited = quiesce(lookingAt(cluster, []), waiting({ signal: campaign.signal }));
    const rejected = expect(waited).rejects.toThrow('enough');
    campaign.abort(new Error('enough'));
    await vi.advanceTimersByTimeAsync(1_000);
    await rejected;
  });
});
