// Figures from literal histories: what was inside the fault, and what identity says of it.

import { describe, expect, test } from 'vitest';
import { faultWindow, measured, type RanCycle } from '../../src/comparison/measured.ts';
import type { Unplaced } from '../../src/history/ops.ts';
import { acked, history, invoke, read, readAll, row } from '../checkers/literal-history.ts';

const mark = (f: 'inject' | 'heal', type: 'invoke' | 'info'): Unplaced => ({ process: 'nemesis', f, type, value: {} });
const struck = [mark('inject', 'invoke'), mark('inject', 'info')];
const healed = mark('heal', 'invoke');
const both = [...acked('x'), ...acked('y')];

describe('the window of a fault', () => {
  test('is none where nothing struck', () => {
    expect(faultWindow(history(acked('x')))).toBeNull();
  });

  test('is empty between two writes', () => {
    const ops = history(acked('x'), struck, healed, acked('y'));
    expect(faultWindow(ops)).toEqual({ ops_in_window: 0, in_flight_at_strike: 0 });
  });

  test('holds what is sent inside, and tells what was under way when it began', () => {
    const [sent, answered] = acked('y') as [Unplaced, Unplaced];
    const ops = history(acked('x'), sent, struck, invoke('z'), answered, healed);
    expect(faultWindow(ops)).toEqual({ ops_in_window: 1, in_flight_at_strike: 1 });
  });

  test('lasts to the end where nothing heals', () => {
    expect(faultWindow(history(struck, both))?.ops_in_window).toBe(2);
  });
});

describe('the figures of a class', () => {
  const ran = (change: Partial<RanCycle>): RanCycle => ({
    cycle: 1,
    took_ms: 1_500,
    ops: [],
    nodes: ['a', 'b', 'c'],
    effect: '',
    reasons: [],
    ...change,
  });
  const whole = history(both, readAll(row('x'), row('y')));
  const holed = history(both, read('a', row('x'), row('y')), read('b', row('x')), read('c', row('y')));

  test('say what is missing for good, each row once, and on which node', () => {
    const side = measured('nothing', [ran({ ops: whole }), ran({ cycle: 2, ops: holed })]);
    expect(side).toMatchObject({
      cycles: 2,
      seconds_per_cycle: 1.5,
      acked: 4,
      acked_per_cycle: 2,
      ops_in_window: null,
      bound_as_counted: 0.5,
      bound_by_identity: 0.5,
      missing_for_good: 2,
      missing_by_node: { a: 0, b: 1, c: 1 },
      lost: 0,
    });
  });

  test('keep the figure of a harness that counts otherwise beside the truth', () => {
    const side = measured('nothing', [ran({ ops: whole })], () => 0.2);
    expect(side).toMatchObject({ bound_as_counted: 0.2, bound_by_identity: 1 });
  });

  test('do not look at a node that was left dead', () => {
    const ops = history(acked('x'), read('b', row('x')), read('c', row('x')));
    expect(measured('kill', [ran({ ops, nodes: ['b', 'c'] })])).toMatchObject({
      bound_by_identity: 1,
      missing_by_node: { b: 0, c: 0 },
    });
  });

  test('give no bound where one cycle could not be read or nothing was acked', () => {
    const unread = history(acked('x'), read('a', row('x')), read('b', row('x')));
    expect(measured('', [ran({ ops: whole }), ran({ ops: unread })]).bound_by_identity).toBeNull();
    expect(measured('', [ran({})]).bound_by_identity).toBeNull();
    expect(measured('', []).bound_by_identity).toBeNull();
  });
});
