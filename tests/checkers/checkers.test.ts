// Every checker with tiny literal histories: empty, sane, pathological.

import { describe, expect, test } from 'vitest';
import { CHECKERS } from '../../src/checkers/list.ts';
import type { Unplaced } from '../../src/history/ops.ts';
import {
  acked,
  healed,
  healing,
  inside,
  invoke,
  killed,
  lookup,
  model,
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
import { seen } from './seen.ts';

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
    // no key was shared
    ['lost_update', 'not applicable'],
    ['stale_for_good', 'not applicable'],
    ['divergent', 'not applicable'],
    ['resurrected', 'not applicable'],
    ['half_deleted', 'not applicable'],
    ['own_write_unread', 'not applicable'],
    ['non_monotonic_read', 'not applicable'],
    ['stale_read', 'not applicable'],
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
    // the second copy may have another title, under the same id
    const renamed = read('b', row('x'), row('zzz', '#x', 'id-x'));
    expect(seen('duplicated', model(acked('x'), all, renamed))).toBe('x on b');
    // rows that nobody sent are no write, however alike their titles are
    const strange = read('b', row('x'), row('y', '#y', '1'), row('y', '#y', '2'));
    expect(seen('duplicated', model(acked('x'), all, strange))).toBe('none');
    expect(seen('unexpected', model(acked('x'), all, strange))).toBe('1,2 on b');
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

describe('flicker', () => {
  test('is a row that a node showed and then did not, in one life', () => {
    const gone = (life: number) =>
      model(acked('x'), inside('b', row('x')), read('a', row('x')), readAt({ node: 'b', life }), read('c', row('x')));
    expect(seen('flicker', gone(0))).toBe('x on b');
    expect(seen('flicker', gone(1)), 'nothing was seen twice in one life').toBe('open');
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

  test('are also what a client missed twice while others wrote, and the node held by id', () => {
    const asked = (found: boolean, held: boolean): Unplaced => ({
      ...{ process: 3, f: 'recall' as const, type: 'ok' as const },
      value: { key: 'k', value: 'w3-1', node: 'b', word: 'wk', found, held },
    });
    const listed: Unplaced = {
      ...{ process: 3, f: 'list', type: 'ok' },
      value: { node: 'c', value: 'w3-2', unlisted: ['k'] },
    };
    const before = [acked('x', 'a', 'wx'), readAll(row('x')), recall('x', 'a', true)].flat();
    expect(seen('unsearchable', model(before, asked(false, true)))).toBe('k on b');
    expect(seen('unsearchable', model(before, asked(false, false)))).toBe('none');
    expect(seen('unsearchable', model(before, asked(true, true)))).toBe('none');
    expect(seen('unlisted', model(before, listed))).toBe('k on c');
  });
});
