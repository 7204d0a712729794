import { describe, expect, test } from 'vitest';
import { findingsOf } from '../../src/checkers/findings.ts';
import type { AnomalyName } from '../../src/contract/anomalies.ts';
import type { CycleModel } from '../../src/history/model.ts';
import { inside, model, unread } from './literal-history.ts';
import { begins, does, ends, finally_, holding, rowOf } from './literal-keys.ts';

const OF_KEYS = ['lost_update', 'stale_for_good', 'divergent', 'resurrected', 'half_deleted'] as const;

/** The anomalies of keys that were found, each with its nodes. */
function foundIn(cycle: CycleModel): Partial<Record<AnomalyName, string>> {
  const { anomalies } = findingsOf(cycle);
  const own = anomalies.filter(({ name }) => (OF_KEYS as readonly string[]).includes(name));
  return Object.fromEntries(own.map(({ name, nodes }) => [name, nodes.join('')]));
}

const verdicts = (cycle: CycleModel) => {
  const { valid } = findingsOf(cycle);
  return OF_KEYS.map((name) => (name in valid ? valid[name] : 'not applicable'));
};

describe('the last word of a key', () => {
  const twice = [does('create', 'v1'), does('update', 'v2', 'acked', 'b')].flat();

  test('is not looked for where no key was written, or none acked', () => {
    expect(verdicts(model(finally_(null, null, null)))).toEqual(Array(5).fill('not applicable'));
    expect(verdicts(model(does('create', 'v1', 'unknown'), finally_('v1', null, null)))).toEqual(
      Array(5).fill('not applicable'),
    );
  });

  test('is kept where every node holds it', () => {
    const kept = model(twice, finally_('v2', 'v2', 'v2'));
    expect(verdicts(kept)).toEqual([true, true, true, 'not applicable', 'not applicable']);
    expect(findingsOf(kept).anomalies).toEqual([]);
  });

  test('is lost where all nodes hold what it replaced, or nothing', () => {
    expect(foundIn(model(twice, finally_('v1', 'v1', 'v1')))).toEqual({ lost_update: 'abc' });
    expect(foundIn(model(twice, finally_(null, null, null)))).toEqual({ lost_update: 'abc' });
  });

  test('is lost by an anomaly that names the key, its operations and the looks', () => {
    const { anomalies } = findingsOf(model(twice, finally_('v1', 'v1', 'v1')));
    expect(anomalies.find(({ name }) => name === 'lost_update')).toEqual({
      name: 'lost_update',
      count: 1,
      ids: ['k'],
      ops: [3, 4, 1, 2, 5, 6, 7],
      nodes: ['a', 'b', 'c'],
      sentence: '1 key with its last acked version on no node (k)',
    });
  });

  test('is not there on some nodes where these keep an older version', () => {
    expect(foundIn(model(twice, finally_('v1', 'v2', null)))).toEqual({ stale_for_good: 'ac' });
  });

  test('may be that of either operation where two were at once, but not both for good', () => {
    const atOnce = [
      ...does('create', 'v0'),
      begins('update', 'v1', 'a', 'k', 1),
      begins('update', 'v2', 'b', 'k', 2),
      ends('update', 'v1'),
      ends('update', 'v2'),
    ];
    expect(foundIn(model(atOnce, finally_('v1', 'v1', 'v1')))).toEqual({});
    expect(foundIn(model(atOnce, finally_('v2', 'v2', 'v2')))).toEqual({});
    expect(foundIn(model(atOnce, finally_('v1', 'v2', 'v2')))).toEqual({ divergent: 'abc' });
    expect(foundIn(model(atOnce, finally_('v0', 'v0', 'v0')))).toEqual({ lost_update: 'abc' });
  });

  test.each(['unknown', 'not met'] as const)(
    'may be that of an operation whose outcome is %s, also an early one',
    (how) => {
      const early = [...does('create', 'v1'), ...does('update', 'v2', how), ...does('update', 'v3')];
      expect(foundIn(model(early, finally_('v2', 'v2', 'v2')))).toEqual({});
      expect(foundIn(model(early, finally_('v3', 'v3', 'v3')))).toEqual({});
      expect(foundIn(model(early, finally_('v1', 'v1', 'v1')))).toEqual({ lost_update: 'abc' });
    },
  );

  test('is not what was refused for good: that is named by itself', () => {
    const refused = [...does('create', 'v1'), ...does('update', 'v2', 'refused')];
    const { valid } = findingsOf(model(refused, finally_('v2', 'v2', 'v2')));
    expect(valid).toMatchObject({ refused_yet_there: false, lost_update: true });
    expect(findingsOf(model(refused, finally_('v1', 'v1', 'v1'))).valid).toMatchObject({ refused_yet_there: true });
  });

  test('is open where a node that could not be read may hold it', () => {
    const open = model(twice, holding('a', 'v1'), holding('b', 'v1'), unread('c'));
    expect(verdicts(open)).toEqual([null, null, null, 'not applicable', 'not applicable']);
    const stale = model(twice, holding('a', 'v1'), holding('b', 'v2'), unread('c'));
    expect(foundIn(stale)).toEqual({ stale_for_good: 'a' });
  });
});

describe('an acked delete', () => {
  const deleted = [...does('create', 'v1'), ...does('delete', 'd1', 'acked', 'b')];

  test('is kept where the key is nowhere', () => {
    expect(verdicts(model(deleted, finally_(null, null, null)))).toEqual([true, true, true, true, true]);
  });

  test('is undone where the node that acked it has the key again', () => {
    expect(foundIn(model(deleted, finally_('v1', 'v1', 'v1')))).toEqual({ resurrected: 'abc' });
    expect(foundIn(model(deleted, finally_(null, 'v1', null)))).toEqual({ resurrected: 'b' });
  });

  test('holds on some nodes only where another one keeps the key', () => {
    expect(foundIn(model(deleted, finally_('v1', null, null)))).toEqual({ half_deleted: 'a' });
  });

  test('is over once the key is made again', () => {
    const again = [...deleted, ...does('create', 'v2')];
    expect(foundIn(model(again, finally_('v2', 'v2', 'v2')))).toEqual({});
    expect(foundIn(model(again, finally_(null, null, null)))).toEqual({ lost_update: 'abc' });
    expect(foundIn(model(again, finally_('v2', null, 'v2')))).toEqual({ stale_for_good: 'b' });
    expect(foundIn(model(again, finally_('v1', 'v2', 'v2')))).toEqual({ stale_for_good: 'a' });
  });

  test('and an update at once may end either way, on all nodes alike', () => {
    const atOnce = [
      ...does('create', 'v1'),
      begins('update', 'v2', 'a'),
      begins('delete', 'd1', 'b', 'k', 2),
      ends('update', 'v2'),
      ends('delete', 'd1', 'acked', null, 'k', 2),
    ];
    expect(foundIn(model(atOnce, finally_(null, null, null)))).toEqual({});
    expect(foundIn(model(atOnce, finally_('v2', 'v2', 'v2')))).toEqual({});
    expect(foundIn(model(atOnce, finally_('v2', null, null)))).toEqual({ half_deleted: 'a' });
    expect(foundIn(model(atOnce, finally_('v1', 'v1', 'v1')))).toEqual({ lost_update: 'abc' });
  });
});

describe('an acked promotion', () => {
  const promoted = [...does('create', 'v1'), ...does('promote', 'p1'), ...does('update', 'v2')];

  test('is kept by the versions after it', () => {
    expect(foundIn(model(promoted, finally_('v2^', 'v2^', 'v2^')))).toEqual({});
  });

  test('is a change of the key as any other where it is gone', () => {
    expect(foundIn(model(promoted, finally_('v2', 'v2', 'v2')))).toEqual({ lost_update: 'abc' });
    expect(foundIn(model(promoted, finally_('v2^', 'v2', 'v2^')))).toEqual({ stale_for_good: 'b' });
  });

  test('does not outlive a delete', () => {
    const again = [...promoted, ...does('delete', 'd1'), ...does('create', 'v3')];
    expect(foundIn(model(again, finally_('v3', 'v3', 'v3')))).toEqual({});
  });
});

describe('rows of shared keys', () => {
  const made = does('create', 'v1');

  test('are no unexpected rows, and none of the creations', () => {
    const found = findingsOf(model(made, finally_('v1', 'v1', 'v1')));
    expect(found).toMatchObject({ acked: 0, anomalies: [], valid: { unexpected: true, duplicated: true } });
  });

  test('are corrupted where no operation wrote them so, or none promoted them', () => {
    const { anomalies } = findingsOf(model(made, finally_('v9', 'v1', 'v1^')));
    expect(anomalies.find(({ name }) => name === 'corrupted')).toMatchObject({ ids: ['k'], nodes: ['a', 'c'] });
  });

  test('are duplicated where one node holds the key twice', () => {
    const [id, ...rest] = rowOf('v1');
    const twice = inside('b', [id, ...rest], ['id-other', ...rest]);
    const { anomalies } = findingsOf(model(made, twice, finally_('v1', 'v1', 'v1')));
    expect(anomalies.find(({ name }) => name === 'duplicated')).toMatchObject({ ids: ['k'], nodes: ['b'] });
  });
});
