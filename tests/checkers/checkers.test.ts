// Every checker with tiny literal histories: empty, sane, pathological.

import { describe, expect, test } from 'vitest';
import { CHECKERS } from '../../src/checkers/list.ts';
import type { AnomalyName } from '../../src/contract/anomalies.ts';
import type { CycleModel } from '../../src/history/model.ts';
import {
  acked,
  healed,
  healing,
  injected,
  inside,
  invoke,
  killed,
  lookup,
  model,
  ok,
  oldModel,
  oldRead,
  read,
  readAll,
  readAt,
  recall,
  refused,
  reopened,
  row,
  unknown,
  unread,
} from './literal-history.ts';

/** `not applicable`, `open`, `none`, or what was found: the keys and nodes of the anomaly. */
function seen(name: AnomalyName, cycle: CycleModel): string {
  const checker = CHECKERS.find((one) => one.name === name);
  if (!checker) throw new Error(`no checker is named ${name}`);
  if (!checker.applies(cycle)) return 'not applicable';
  const { valid, anomalies } = checker.check(cycle);
  if (valid === null) return 'open';
  const [found] = anomalies;
  return found ? `${found.ids.join()} on ${found.nodes.join()}` : 'none';
}

test('every checker keeps quiet about a history in which nothing happened', () => {
  for (const { name } of CHECKERS) expect(seen(name, model()), name).toBe('not applicable');
});

test('every checker that applies calls a sane cycle with a kill free of anomalies', () => {
  const rows = [row('x'), row('y')];
  const cycle = model(
    acked('x', 'a', 'wx'),
    acked('y', 'b'),
    lookup('x', 'b', '#x'),
    lookup('x', 'c', '#x'),
    killed('a'),
    refused('z', 'a', 'connection_refused'),
    inside('b', ...rows),
    inside('c', ...rows),
    reopened('a', 0, ...rows),
    healing,
    healed(),
    readAt({ node: 'a', life: 1 }, ...rows),
    read('b', ...rows),
    read('c', ...rows),
    ['a', 'b', 'c'].map((node) => recall('x', node as 'a', true)),
  );
  const verdicts = CHECKERS.map(({ name }) => [name, seen(name, cycle)]);
  const others = verdicts.filter(([, verdict]) => verdict !== 'none');
  expect(others).toEqual([
    ['acked_without_quorum', 'not applicable'],
    ['refused_yet_there', 'not applicable'],
  ]);
});

describe('lost', () => {
  test('is an acked write on no node', () => {
    expect(seen('lost', model(acked('x'), acked('y'), readAll(row('x'))))).toBe('y on a,b,c');
    expect(seen('lost', model(acked('x'), read('a', row('x')), read('b'), read('c')))).toBe('none');
  });
  test('cannot be said while a node was not read', () => {
    expect(seen('lost', model(acked('x'), read('a'), read('b'), unread('c')))).toBe('open');
  });
});

describe('missing', () => {
  test('names the node that lacks an acked write, or holds it otherwise', () => {
    expect(seen('missing', model(acked('x'), read('a', row('x')), read('b', row('x')), read('c')))).toBe('x on c');
    expect(seen('missing', model(acked('x'), readAll(row('x')), read('b', row('x', '#y'))))).toBe('x on b');
    expect(seen('missing', model(acked('x'), read('a', row('x')), read('b', row('x')), unread('c')))).toBe('open');
  });
});

describe('corrupted, duplicated and unexpected', () => {
  test('are found at any look, whatever became of the write', () => {
    const all = readAll(row('x'));
    expect(seen('corrupted', model(acked('x'), inside('b', row('x', '#other')), all))).toBe('x on b');
    expect(seen('corrupted', model(refused('y'), acked('x'), all, read('a', row('x'), row('y', '#?', 'z'))))).toBe(
      'y on a',
    );
    expect(seen('duplicated', model(acked('x'), all, read('b', row('x'), row('x', '#x', 'other'))))).toBe('x on b');
    expect(seen('unexpected', model(acked('x'), all, inside('c', row('ghost'))))).toBe('id-ghost on c');
  });
  test('tell a changed title from a new row', () => {
    const cycle = model(acked('x'), readAll(['id-x', 'else', '#else', 'w']));
    expect(seen('unexpected', cycle)).toBe('none');
    expect(seen('corrupted', cycle)).toBe('x on a,b,c');
  });
  test('do not blame a write of unknown outcome that is there', () => {
    const cycle = model(unknown('x'), invoke('y'), readAll(row('x'), row('y')));
    for (const name of ['corrupted', 'duplicated', 'unexpected'] as const) expect(seen(name, cycle)).toBe('none');
  });
});

describe('disagreement', () => {
  test('is a row that differs in a field that no client sent, acked or not', () => {
    const other = row('x', '#x', 'id-x', 'other');
    expect(seen('disagreement', model(acked('x'), read('a', row('x')), read('b', other), read('c', row('x'))))).toBe(
      'x on a,b,c',
    );
    const onlyOnA = model(
      acked('x'),
      refused('y'),
      read('a', row('x'), row('y')),
      read('b', row('x')),
      read('c', row('x')),
    );
    expect(seen('disagreement', onlyOnA)).toBe('y on a,b,c');
  });
  test('cannot be denied by a history that has no digest of the whole', () => {
    const [a, b, c] = ['a', 'b', 'c'] as const;
    expect(
      seen(
        'disagreement',
        oldModel(
          acked('x'),
          [a, b, c].map((node) => oldRead(node, row('x'))),
        ),
      ),
    ).toBe('open');
    expect(seen('disagreement', oldModel(acked('x'), oldRead(a, row('x')), oldRead(b, row('x')), oldRead(c)))).toBe(
      'x on a,b,c',
    );
  });
});

describe('under-replicated', () => {
  const after = [healing, healed(), ...readAll(row('x'))];
  test('counts the survivors and what the killed node had itself', () => {
    const cycle = (own: 0 | 1, survivor: 0 | 1) =>
      model(
        acked('x'),
        killed('a'),
        inside('b', ...[row('x')].slice(1 - survivor)),
        inside('c'),
        reopened('a', 0, ...[row('x')].slice(1 - own)),
        after,
      );
    expect(seen('under_replicated', cycle(1, 1))).toBe('none');
    expect(seen('under_replicated', cycle(1, 0))).toBe('x on b,c');
    expect(seen('under_replicated', cycle(0, 1))).toBe('x on a,c');
  });
  test('cannot be denied where the killed node was not read, or peers had reached it', () => {
    const survivors = [inside('b', row('x')), inside('c')];
    expect(seen('under_replicated', model(acked('x'), killed('a'), survivors, unread('a', 'inside'), after))).toBe(
      'open',
    );
    expect(seen('under_replicated', model(acked('x'), killed('a'), survivors, reopened('a', 9, row('x')), after))).toBe(
      'open',
    );
    const none = [inside('b'), inside('c')];
    expect(seen('under_replicated', model(acked('x'), killed('a'), none, unread('a', 'inside'), after))).toBe(
      'x on b,c',
    );
  });
  test('is seen on the peers right after the ack, unless a round of catch-up was over', () => {
    const empty = (ms: number) => model(acked('x'), lookup('x', 'b', null, ms), lookup('x', 'c', null, ms), after);
    expect(seen('under_replicated', empty(5))).toBe('x on b,c');
    expect(seen('under_replicated', empty(300))).toBe('open');
    expect(seen('under_replicated', model(acked('x'), lookup('x', 'b', null), lookup('x', 'c', '#x'), after))).toBe(
      'none',
    );
  });
  test('is not asked of a history that never looked', () => {
    expect(seen('under_replicated', oldModel(acked('x'), readAll(row('x'))))).toBe('not applicable');
  });
});

describe('acked without quorum', () => {
  const cut = injected({ out_of_reach: ['b'], killed: [] });
  test('is an ack of the node that was cut off, given while it was', () => {
    const rows = readAll(row('x'), row('y'), row('z'));
    const cycle = model(acked('x', 'b'), cut, acked('y', 'b'), acked('z', 'a'), healing, healed(), rows);
    expect(seen('acked_without_quorum', cycle)).toBe('y on b');
  });
  test('is denied by a refusal there, and left open where that node answered nothing', () => {
    expect(seen('acked_without_quorum', model(cut, refused('x', 'b'), healing, healed()))).toBe('none');
    expect(seen('acked_without_quorum', model(cut, acked('x', 'a'), healing, healed()))).toBe('open');
    expect(seen('acked_without_quorum', model(invoke('x', 'b'), cut, ok('x'), refused('y', 'b'), healing))).toBe(
      'none',
    );
  });
});

describe('forgotten', () => {
  test('is what the killed node acked and lacks in its own data', () => {
    const rows = readAll(row('x'), row('y'));
    expect(
      seen('forgotten', model(acked('x', 'a'), acked('y', 'b'), killed('a'), reopened('a', 0), healed(), rows)),
    ).toBe('x on a');
    expect(seen('forgotten', model(acked('x', 'a'), killed('a'), reopened('a', 0, row('x')), healed(), rows))).toBe(
      'none',
    );
  });
  test('is left open where the killed node had acked nothing', () => {
    expect(seen('forgotten', model(acked('y', 'b'), killed('a'), reopened('a', 0), healed()))).toBe('open');
  });
  test('is left open by a look that peers had reached, and seen in what repair did not bring back', () => {
    const repaired = readAll(row('x'));
    expect(seen('forgotten', model(acked('x'), killed('a'), reopened('a', 7, row('x')), healed(), repaired))).toBe(
      'open',
    );
    expect(seen('forgotten', oldModel(acked('x'), injected(), healed({ kind: 'process_gone' }), repaired))).toBe(
      'open',
    );
    expect(
      seen(
        'forgotten',
        oldModel(acked('x'), injected(), healed({ kind: 'process_gone' }), oldRead('a'), oldRead('b'), oldRead('c')),
      ),
    ).toBe('x on a');
  });
});

describe('refused, yet there', () => {
  test('is a definite 4xx that took effect; a missing quorum leaves its row by design', () => {
    const there = [...readAll(row('x')), read('a', row('x'), row('y', '#y', 'other'))];
    expect(seen('refused_yet_there', model(acked('x'), refused('y', 'a', 'http_400'), there))).toBe('y on a');
    expect(seen('refused_yet_there', model(acked('x'), refused('y'), there))).toBe('not applicable');
    expect(seen('refused_yet_there', model(acked('x'), refused('y', 'a', 'http_400'), readAll(row('x'))))).toBe('none');
  });
});

describe('a late answer', () => {
  const answeredAfter = (ms: number, ...after: ReturnType<typeof healed>[]): CycleModel => {
    const cycle = model(acked('x'), after, readAll(row('x')));
    const writes = cycle.writes.map((write) => ({ ...write, ended_ns: write.invoked_ns + ms * 1e6 }));
    return { ...cycle, writes };
  };
  test('comes after the deadline and its margin', () => {
    expect(seen('late_answer', answeredAfter(2_399))).toBe('none');
    expect(seen('late_answer', answeredAfter(2_401))).toBe('x on a');
  });
  test('says nothing on a machine with too much to do', () => {
    expect(seen('late_answer', answeredAfter(2_401, injected(), healed({ load_per_cpu: 8 })))).toBe('open');
  });
});

describe('flicker', () => {
  test('is a row that a node showed and then did not, in one life', () => {
    const gone = (life: number) =>
      model(acked('x'), inside('b', row('x')), read('a', row('x')), readAt({ node: 'b', life }), read('c', row('x')));
    expect(seen('flicker', gone(0))).toBe('x on b');
    expect(seen('flicker', gone(1))).toBe('not applicable');
  });
  test('counts what was looked up right after the ack as shown', () => {
    expect(seen('flicker', model(acked('x'), lookup('x', 'c', '#x'), read('a'), read('b'), read('c')))).toBe('x on c');
  });
});

describe('unlisted and unsearchable', () => {
  test('are rows that a node holds by id, and does not list or recall', () => {
    const hidden = readAll(row('x')).map((op) =>
      op.f === 'read' && op.type === 'ok' && op.value.node === 'c'
        ? { ...op, value: { ...op.value, by_id: ['id-x'] } }
        : op,
    );
    expect(seen('unlisted', model(acked('x'), hidden as typeof hidden))).toBe('x on c');
    expect(seen('unlisted', model(acked('x'), readAll(row('x'))))).toBe('none');
    expect(seen('unlisted', oldModel(acked('x'), oldRead('a', row('x'))))).toBe('not applicable');
    const asked = [recall('x', 'a', true), recall('x', 'b', false)];
    expect(seen('unsearchable', model(acked('x', 'a', 'wx'), readAll(row('x')), asked))).toBe('x on b');
    expect(seen('unsearchable', model(acked('x', 'a', 'wx'), read('a', row('x')), read('b'), read('c'), asked))).toBe(
      'none',
    );
  });
});
