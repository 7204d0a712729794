import { describe, expect, test } from 'vitest';
import { type CheckedCycle, classFindings as classFindingsOf } from '../../src/checkers/class-findings.ts';
import { findingsOf, reasonsOf } from '../../src/checkers/findings.ts';
import { faultSchema } from '../../src/contract/artifacts.ts';
import type { CycleModel } from '../../src/history/model.ts';
import { acked, lookup, model, read, readAll, recall, row } from './literal-history.ts';

const receipt = { kind: 'process_gone', took_effect: true, healed: true, ops_in_window: 9, detail: '' };
const judged = (ops: CycleModel, cycle = 1): CheckedCycle => {
  const findings = findingsOf(ops);
  return { cycle, findings, receipt: { cycle, ...receipt }, clean: reasonsOf(findings).length === 0, as_planned: true };
};

const classFindings = (cycles: CheckedCycle[], planned: number, seed: number) =>
  classFindingsOf(cycles, planned, seed, {});
const clean = (cycle: number) =>
  judged(
    model(
      acked('w1', 'a', 'ww1'),
      lookup('w1', 'b', '#w1'),
      acked('w2'),
      readAll(row('w1'), row('w2')),
      recall('w1', 'a', true),
    ),
    cycle,
  );

describe('a class', () => {
  test('of clean cycles has a bound of 1 and the limits of its numbers', () => {
    const { bound, fault } = classFindings([clean(1), clean(2)], 2, 7);
    expect(bound).toBe(1);
    expect(fault).toMatchObject({
      acked: 4,
      cycles: 2,
      cycles_decided: 2,
      cycles_clean: 2,
      count_bound: 1,
      lost: 0,
      seed: 7,
    });
    expect(fault.lower95).toBeCloseTo(0.05 ** (1 / 4), 9);
    expect(fault.cycle_failure_upper95).toBeCloseTo(1 - 0.05 ** (1 / 2), 9);
    faultSchema.parse(fault);
  });

  test('of no cycles proves nothing', () => {
    const { bound, fault } = classFindings([], 2, 7);
    expect(bound).toBeNull();
    expect(fault).toMatchObject({ injected: false, lower95: null, cycle_failure_upper95: null, convergence_ms: null });
  });

  test('whose fault never took effect has no bound, says so, and keeps what its cycles showed', () => {
    const without = { ...clean(1), receipt: { cycle: 1, ...receipt, took_effect: false } };
    const { bound, fault } = classFindings([without], 1, 7);
    expect(bound).toBeNull();
    expect(fault).toMatchObject({ injected: false, acked: 2, lost: 0, count_bound: null, lower95: null });
    expect(fault.reason).toBe('no receipt of 1 cycle shows that it took effect');
  });

  test('with fewer cycles than were planned has no bound', () => {
    expect(classFindings([clean(1)], 2, 7).bound).toBeNull();
  });

  test('says nothing of what some cycle could not decide: 0 would be a claim', () => {
    const unread = judged(model(acked('w1'), read('a', row('w1')), read('c', row('w1'))), 2);
    expect(unread.findings.valid).toMatchObject({ corrupted: null, duplicated: null });
    const { fault } = classFindings([clean(1), unread], 2, 7);
    expect(fault).not.toHaveProperty('corrupted');
    expect(fault).not.toHaveProperty('duplicated');
    expect(fault.missing_by_node).toEqual({ a: 0, c: 0 });
  });

  test('with one cycle that acked nothing, or left a node unread, has no bound', () => {
    expect(classFindings([clean(1), judged(model(readAll()), 2)], 2, 7).bound).toBeNull();
    expect(classFindings([clean(1), judged(model(acked('w1'), read('a', row('w1'))), 2)], 2, 7).bound).toBeNull();
  });

  test('never makes up for a loss in one cycle with a surplus in another', () => {
    const loss = judged(model(acked('w1'), acked('w2'), readAll(row('w1'))), 1);
    const surplus = judged(model(acked('w1'), acked('w2'), readAll(row('w1'), row('w2'), row('ghost'))), 2);
    const { bound, fault } = classFindings([loss, surplus], 2, 7);
    expect(bound).toBe(0.75);
    expect(fault).toMatchObject({ count_bound: 1, lost: 1, unexpected: 1, cycles_clean: 0 });
  });

  test('adds up what is missing by node', () => {
    const late = judged(model(acked('w1'), read('a', row('w1')), read('b', row('w1')), read('c')));
    expect(classFindings([late], 1, 7).fault).toMatchObject({ lost: 0, missing_by_node: { a: 0, b: 0, c: 1 } });
  });
});
