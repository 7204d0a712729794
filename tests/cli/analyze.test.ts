// `npm run analyze` writes once, and never over what somebody wrote.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import { campaignsDirectory } from '../fixtures/disk.ts';
import { FAILING, releasesIn } from '../fixtures/releases.ts';

const PROGRAM = join(import.meta.dirname, '../../src/cli/analyze.ts');
const LIMIT_MS = 60_000;

const place = () =>
  releasesIn(campaignsDirectory(), { 'quay-r1': { month: 1, phase4: FAILING }, 'quay-r2': { month: 2 } });
const run = (root: string, ...args: string[]) =>
  execa(process.execPath, [PROGRAM, ...args, '--out', root], { reject: false, timeout: LIMIT_MS });

describe('analyze', { timeout: LIMIT_MS }, () => {
  test('writes the draft that it would print, and refuses to write it again', async () => {
    const root = place();
    const printed = await run(root, 'quay-r2', '--print');
    const first = await run(root, 'quay-r2');
    expect([printed.exitCode, first.exitCode]).toEqual([0, 0]);
    expect(`${printed.stdout}\n`).toBe(readFileSync(join(root, 'quay-r2/analysis.mdx'), 'utf8'));
    const again = await run(root, 'quay-r2');
    expect(again.exitCode).toBe(2);
    expect(again.stderr).toMatch(/expected a campaign without an analysis, found .*quay-r2\/analysis.mdx/);
  });

  test('leaves a narrative of the established map as it is', async () => {
    const root = place();
    writeFileSync(join(root, 'run-insights.json'), JSON.stringify({ 'quay-r1': { headline: 'One' } }));
    const { exitCode, stderr } = await run(root, 'quay-r1');
    expect(exitCode).toBe(2);
    expect(stderr).toMatch(/found one of quay-r1 in run-insights.json/);
  });
});
