// `npm run verify` on folders: what it prints, and what it ends with.

import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { campaignsDirectory, written } from '../fixtures/disk.ts';
import { asBytes, listed } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';

const PROGRAM = join(import.meta.dirname, '../../src/cli/verify.ts');
const LIMIT_MS = 60_000;

const run = (...args: string[]) => execa(process.execPath, [PROGRAM, ...args], { reject: false, timeout: LIMIT_MS });

function folder(id = 'harbour-r3'): string {
  const files = Object.entries(asBytes(listed(gateCampaign()))).map(([file, bytes]) => [`${id}/${file}`, bytes]);
  return join(written(campaignsDirectory(), Object.fromEntries(files)), id);
}

describe('verify', { timeout: LIMIT_MS }, () => {
  test('says how many files are as listed, and what the judge reads', async () => {
    const { stdout, stderr, exitCode } = await run(folder());
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^harbour-r3: PASS\n {2}(\d+) of \1 files are as evidence.sha256.json has them\n/);
  });

  test('ends with 3 where a file is a link, whatever it leads to', async () => {
    const place = folder();
    symlinkSync('/etc/passwd', join(place, 'phase9.json'));
    const { stdout, exitCode } = await run(place, '--json');
    expect(exitCode).toBe(3);
    expect(JSON.parse(stdout).problems.join('\n')).toMatch(/phase9.json is not in evidence.sha256.json/);
    expect(stdout).not.toContain('root:');
  });

  test.each([
    ['nothing', [], /missing required argument/],
    ['a folder that is not there', ['/no/such/folder'], /expected a campaign folder, found none at \/no\/such/],
    ['a file', [PROGRAM], /expected a campaign folder/],
    ['an address that leads to no campaign', ['https://example.invalid/'], /expected the address of a campaign/],
  ])('ends with 2 for %s', async (_what, args, expected) => {
    const { stderr, exitCode } = await run(...args);
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(expected);
  });

  test('ends with 3 where a site cannot be reached', async () => {
    const { stderr, exitCode } = await run('http://127.0.0.1:2/campaigns/one-r1/');
    expect(exitCode).toBe(3);
    expect(stderr).toMatch(/^error: http:\/\/127.0.0.1:2\/api\/campaigns\/one-r1.sha256: expected an answer, found /);
  });
});
