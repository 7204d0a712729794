// `recheck --write-of`: one write of one campaign on the terminal, and what is said where there is none.

import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { compressed, stagedCycle } from '../fixtures/cycles.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

const PROGRAM = join(import.meta.dirname, '../../src/cli/recheck.ts');
const LIMIT_MS = 60_000;

const run = (...args: string[]) => {
  const root = written(campaignsDirectory(), {
    'one-r1/history-partition_minority.jsonl.gz': compressed(stagedCycle(1)),
    'two-r1/phase2.json': '{}',
  });
  return execa(process.execPath, [PROGRAM, '--out', root, ...args], { reject: false, timeout: LIMIT_MS });
};

describe('recheck --write-of', { timeout: LIMIT_MS }, () => {
  test('prints every step of the write and ends with 0', async () => {
    const { stdout, stderr, exitCode } = await run('one-r1', '--write-of', 'late');
    expect([exitCode, stderr]).toEqual([0, '']);
    const lines = stdout.split('\n');
    expect(lines[1]).toBe('It was acked; at the end it is on nodes a and b, and it is not on node c.');
    expect(lines.filter((line) => /^ +\d+ /.test(line))).toHaveLength(9);
    expect(lines.at(-1)).toMatch(/^Stages, in milliseconds: load 5 to 94/);
  });

  test('prints one document with --json', async () => {
    const { stdout } = await run('one-r1', '--write-of', 'late', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ story: { key: 'late', cycle: 1, write: { outcome: 'acked' } } });
  });

  test.each([
    ['no campaign', ['--write-of', 'late'], 'error: --write-of: expected one campaign, found 0'],
    ['two campaigns', ['one-r1', 'two-r1', '--write-of', 'late'], 'error: --write-of: expected one campaign, found 2'],
    ['a campaign that is not there', ['six-r1', '--write-of', 'late'], 'found no six-r1'],
    ['a key that no history has', ['one-r1', '--write-of', 'nobody'], 'expected the key of a write, found none nobody'],
  ])('ends with 2 for %s', async (_what, args, message) => {
    const { stderr, stdout, exitCode } = await run(...args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toContain(message);
  });
});
