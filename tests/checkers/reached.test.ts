// What a cycle came to do.

import { describe, expect, test } from 'vitest';
import { reachedIn, reachedOver } from '../../src/checkers/reached.ts';
import { REACHED_NAMES } from '../../src/contract/reached.ts';
import {
  acked,
  healed,
  healing,
  injected,
  inside,
  invoke,
  model,
  ok,
  readAll,
  refused,
  row,
  unknown,
} from './literal-history.ts';
import { begins, does, ends, gets } from './literal-keys.ts';

const reached = (...ops: Parameters<typeof model>) =>
  Object.entries(reachedIn(model(...ops)))
    .filter(([, is]) => is)
    .map(([name]) => name);

describe('a cycle came to', () => {
  test('a write under way when the fault began to hold, and one that was acked in it', () => {
    expect(reached(invoke('w1'), injected(), ok('w1'), healing, healed(), readAll(row('w1')))).toEqual([
      'write_under_way_at_injection',
    ]);
    expect(reached(injected(), acked('w1'), healing, healed())).toEqual(['acked_under_fault']);
    expect(reached(acked('w1'), injected(), healing, healed(), acked('w2'))).toEqual([]);
  });

  test('both sides written, and refused for want of a quorum', () => {
    const cut = injected({ killed: [], out_of_reach: ['c'] });
    expect(reached(cut, acked('w1', 'a'), refused('w2', 'c'), healing, healed())).toEqual([
      'acked_under_fault',
      'refused_under_fault',
      'both_sides_written',
    ]);
    expect(reached(cut, acked('w1', 'a'), healing, healed())).toEqual(['acked_under_fault']);
  });

  test('nothing by what the harness could not send', () => {
    const cut = injected({ killed: [], out_of_reach: ['c'] });
    const notSent = refused('w2', 'c', 'unsent_eaddrnotavail');
    expect(reached(cut, acked('w1', 'a'), notSent, healing, healed())).toEqual(['acked_under_fault']);
    expect(reached(notSent.slice(0, 1), injected(), notSent.slice(1), healing, healed())).toEqual([]);
  });

  test('an operation without an answer', () => {
    expect(reached(injected(), unknown('w1'), healing, healed())).toEqual(['never_answered']);
  });

  test('a repair: what a node lacked inside the fault it held in the end', () => {
    expect(reached(acked('w1'), injected(), inside('c'), healing, healed(), readAll(row('w1')))).toEqual(['repaired']);
    expect(reached(acked('w1'), injected(), inside('c', row('w1')), healing, healed(), readAll(row('w1')))).toEqual([]);
  });

  test('what it did to keys that clients share', () => {
    const deleted = [...does('create', 'v1', 'acked', 'a'), ...does('delete', 'v2', 'acked', 'b')];
    expect(reached(injected(), deleted, does('create', 'v3'), gets('g1', '#v3'), healing, healed())).toEqual([
      'one_key_two_nodes_under_fault',
      'deleted_under_fault',
      'made_again_after_delete',
      'read_under_fault',
    ]);
    const late = [begins('delete', 'v2'), healing, ends('delete', 'v2')];
    expect(reached(does('create', 'v1'), injected(), late, healed())).toContain('delete_under_way_at_heal');
  });

  test('nothing that can be asked where no fault held, and nothing of keys where none is shared', () => {
    expect(reachedIn(model(acked('w1')))).toEqual({});
    expect(reachedIn(model(injected(), acked('w1')))).not.toHaveProperty('deleted_under_fault');
    expect(Object.keys(reachedIn(model(injected(), does('create', 'v1'))))).toEqual(REACHED_NAMES);
  });
});

test('cycles are counted by what they came to, with the zeros; what none was asked for is left out', () => {
  expect(reachedOver([{ repaired: true, never_answered: false }, { repaired: true }, {}])).toEqual({
    repaired: 2,
    never_answered: 0,
  });
  expect(reachedOver([])).toEqual({});
});
