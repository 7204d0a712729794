// Whether the runner that a summary names still runs: what was committed, forged or left behind never does.

import { describe, expect, test } from 'vitest';
import { stillRuns } from '../../src/evidence/runner-life.ts';
import { identify, numberSpace } from '../../src/machine/process-identity.ts';

const mine = { ...identify(process.pid), number_space: numberSpace() };

describe('a runner', () => {
  test('runs where it says, under its number and its start', () => {
    expect(stillRuns(mine)).toBe(true);
  });

  test.each([
    ['whose number another process has now', { ...mine, started: 'another time' }],
    ['of another machine, or of this one before it started again', { ...mine, number_space: 'elsewhere' }],
    ['that the summary does not name', undefined],
    ['that is nothing', null],
    ['that is no object', 'npm'],
    ['whose number is text', { ...mine, pid: String(process.pid) }],
    ['whose number would be a path', { ...mine, pid: '../self' }],
    ['whose number is none', { ...mine, pid: -1 }],
    ['whose number is no whole one', { ...mine, pid: 1.5 }],
    ['without a start', { pid: process.pid, number_space: numberSpace() }],
  ])('%s runs no longer', (_what, runner) => {
    expect(stillRuns(runner)).toBe(false);
  });
});
