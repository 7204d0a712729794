import { describe, expect, it } from 'vitest';
import { boundOfWrites, failureOfCycles, writesForBound } from '../../../src/views/guides/confidence.ts';
import { guideChecks } from '../../../src/views/guides/guide-checks.ts';

describe('the checks that a guide lists', () => {
  it('demands a reason for each check of the judge', () => {
    expect(() => guideChecks(2, {})).toThrow('expected a reason for phase2.burst');
  });

  it('refuses a reason for a check that the judge does not know', () => {
    expect(() => guideChecks(2, { 'phase2.speed': 'fast' })).toThrow('no check is called phase2.speed');
  });
});

describe('the confidence tables', () => {
  it('say how many acked writes a bound takes', () => {
    expect(writesForBound().rows[1]).toEqual({ head: '0.995', cells: ['598', '947', '1,258'] });
  });

  it('round a lower bound down, so that 598 writes are just enough', () => {
    const rows = boundOfWrites().rows;
    expect(rows.find(({ head }) => head === '598')?.cells).toEqual(['0.995', 'yes']);
    expect(rows.find(({ head }) => head === '500')?.cells[1]).toBe('no');
  });

  it('say what fifty clean cycles leave open', () => {
    expect(failureOfCycles().rows.find(({ head }) => head === '50')?.cells).toEqual(['0.05816']);
  });
});
