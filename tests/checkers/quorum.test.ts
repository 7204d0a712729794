// What checkers say of acks: what they were worth, whether they could be given, when they came.

import { describe, expect, test } from 'vitest';
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
  refused,
  reopened,
  row,
  unread,
} from './literal-history.ts';
import { seen } from './seen.ts';

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
  test('cannot be denied where a fault was planned and nobody looked inside it', () => {
    const planned = model(acked('x'), lookup('x', 'b', '#x'), lookup('x', 'c', '#x'), after);
    const cycle = { ...planned, rules: { ...planned.rules, fault: 'partition_minority' } };
    expect(seen('under_replicated', cycle)).toBe('open');
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
  test('is not denied by a node that crashed and refuses connections', () => {
    expect(seen('acked_without_quorum', model(cut, refused('x', 'b', 'connection_refused'), healing, healed()))).toBe(
      'open',
    );
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
  test('is also what the node acked while the fault held, where it is ended only before the look', () => {
    const early = acked('y', 'a');
    expect(seen('forgotten', model(early, killed('a'), acked('x', 'a'), reopened('a', 0, row('y')), healed()))).toBe(
      'x on a',
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
  const idle = {
    process: 'cycle',
    f: 'stage',
    type: 'ok',
    value: { stage: 'load', load_per_cpu: 0.5 },
  } as const;
  const answeredAfter = (ms: number, ...after: ReturnType<typeof healed>[]): CycleModel => {
    const cycle = model(acked('x'), idle, after, readAll(row('x')));
    const writes = cycle.writes.map((write) => ({ ...write, ended_ns: write.invoked_ns + ms * 1e6 }));
    return { ...cycle, writes };
  };
  test('comes after the deadline and its margin', () => {
    expect(seen('late_answer', answeredAfter(2_399))).toBe('none');
    expect(seen('late_answer', answeredAfter(2_401))).toBe('x on a');
  });
  test('says nothing where nobody recorded how busy the machine was', () => {
    const cycle = { ...answeredAfter(2_401), load_per_cpu: null };
    expect(seen('late_answer', cycle)).toBe('open');
  });
  test('says nothing on a machine with too much to do', () => {
    expect(seen('late_answer', answeredAfter(2_401, injected(), healed({ load_per_cpu: 2.1 })))).toBe('open');
    expect(seen('late_answer', answeredAfter(2_401, injected(), healed({ load_per_cpu: 2 })))).toBe('x on a');
  });
});
