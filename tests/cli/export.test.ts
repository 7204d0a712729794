// `npm run export` and `npm run comment`: stdout is the document and nothing else.

import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { campaignsDirectory } from '../fixtures/disk.ts';
import { FAILING, releasesIn } from '../fixtures/releases.ts';

const LIMIT_MS = 60_000;

function run(command: 'export' | 'comment', args: string[], env: NodeJS.ProcessEnv = {}) {
  const root = releasesIn(campaignsDirectory(), { 'quay-r1': { month: 1, phase4: FAILING }, 'quay-r2': { month: 2 } });
  const program = join(import.meta.dirname, `../../src/cli/${command}.ts`);
  const given = [program, ...args, '--out', root];
  return execa(process.execPath, given, {
    reject: false,
    timeout: LIMIT_MS,
    env: { ...process.env, SITE_URL: '', ...env },
  });
}

describe('export', { timeout: LIMIT_MS }, () => {
  test('ends with 0 whatever the outcome, and links to the site that SITE_URL names', async () => {
    const env = { SITE_URL: 'https://proofs.example', BASE_PATH: '/base/' };
    const { stdout, stderr, exitCode } = await run('export', ['quay-r1', '--format', 'junit'], env);
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toContain('<property name="page" value="https://proofs.example/base/campaigns/quay-r1/"/>');
  });

  test.each([
    ['an unknown format', ['quay-r1', '--format', 'pdf'], /Allowed choices are junit/],
    ['no format', ['quay-r1'], /required option '--format/],
    ['no campaign of that id', ['nobody', '--format', 'ctrf'], /found no nobody; the newest are quay-r2, quay-r1/],
  ])('ends with 2 for %s', async (_what, args, expected) => {
    const { stdout, stderr, exitCode } = await run('export', args);
    expect([exitCode, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(expected);
  });
});

describe('comment', { timeout: LIMIT_MS }, () => {
  test('compares with --against, and has no links where nobody said where the site is', async () => {
    const { stdout, exitCode } = await run('comment', ['quay-r2', '--against', 'quay-r1']);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^<!-- proofhouse comment: harbour gate -->\n\n## What changed from quay-r1 to quay-r2\n/);
    expect(stdout).not.toMatch(/https?:/);
  });

  test('ends with 2 where the other campaign is not there', async () => {
    const { exitCode, stderr } = await run('comment', ['quay-r2', '--against', 'quay-r9']);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/found no quay-r9/);
  });
});
