import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { coldRow, growthRow, inBarePages, pageRow, rebuildRow } from '../../src/bench/budget.ts';
import { outputOf, pageWeight } from '../../src/bench/build.ts';
import { watchTree } from '../../src/bench/process-tree.ts';
import { tableOf } from '../../src/bench/table.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

/** A busy machine takes its time; nothing here is about speed. */
vi.setConfig({ testTimeout: 60_000 });

const GIB = 1024 ** 3;
const CLI = join(import.meta.dirname, '../../src/cli/bench.ts');

describe('A row beside its budget', () => {
  it.each([
    [100, 2, 'within'],
    [100, 2.1, 'over'],
    [1_000, 4.1, 'over'],
    [10_000, 20, 'within'],
    [250, 9_000, 'none'],
  ])('of %i campaigns built cold in %d bare pages is %s', (campaigns, bare_pages, judgement) => {
    expect(coldRow(campaigns, { bare_pages }).judgement).toBe(judgement);
  });

  it('is over where only the memory is', () => {
    const row = coldRow(10_000, { bare_pages: 1, peak_rss_bytes: GIB + 1 });
    expect(row).toMatchObject({ judgement: 'over', budget: '≤ 20 bare pages, ≤ 1024 MiB' });
  });

  it('is judged by what could be measured', () => {
    expect(coldRow(10_000, { bare_pages: 1, peak_rss_bytes: null }).judgement).toBe('within');
    expect(coldRow(10_000, {}).judgement).toBe('none');
  });

  it('counts time in bare pages of the same run, on the wall and of the processors', () => {
    const bare = { wall_ms: 1_200, cpu_ms: 1_000 };
    expect(inBarePages({ wall_ms: 3_000, cpu_ms: 4_500 }, bare)).toMatchObject({
      bare_pages: 2.5,
      bare_pages_cpu: 4.5,
    });
    expect(inBarePages({ wall_ms: 3_000, cpu_ms: null }, bare).bare_pages_cpu).toBe(null);
  });

  it('covers the rebuild and the weight of pages', () => {
    expect(rebuildRow(3_000, { bare_pages: 2.1 }).judgement).toBe('over');
    expect(pageRow('whole', 30 * 1024).judgement).toBe('within');
    expect(pageRow('whole', 30 * 1024 + 1).judgement).toBe('over');
    expect(pageRow('gate', 60 * 1024 + 1).judgement).toBe('over');
  });

  it('says whether growth is linear, once three sizes were built', () => {
    const rows = (...steps: (number | null)[]) => steps.map((added_campaign_ms) => coldRow(7, { added_campaign_ms }));
    expect(growthRow(rows(null, 2))).toBe(null);
    expect(growthRow(rows(null, 2, 3))?.judgement).toBe('within');
    expect(growthRow(rows(null, 2, 3.1))?.judgement).toBe('over');
    expect(growthRow(rows(null, 2, -1))?.judgement).toBe('none');
  });
});

describe('The table', () => {
  it('has a line for each row and the same columns in each', () => {
    const text = tableOf([
      coldRow(100, { wall_ms: 2_345, bare_pages: 1.94, output_bytes: 3 * 1024 ** 2 }),
      pageRow('gate', 512),
    ]);
    const [head = '', cold = '', page = ''] = text.split('\n');
    expect(cold).toMatch(/^cold build, 100 campaigns +2\.35 s +1\.9 +3 MiB +≤ 2 bare pages +within$/);
    expect(page).toMatch(/^campaign page, a gate campaign +0\.5 KiB +≤ 60\.0 KiB +within$/);
    expect(cold.indexOf('≤')).toBe(head.indexOf('budget'));
  });
});

describe('What a build left', () => {
  it('is counted with every file below it', () => {
    const dist = written(campaignsDirectory(), { 'index.html': '12345', 'a/b/c.txt': '123' });
    expect(outputOf(dist)).toEqual({ files: 2, bytes: 8 });
  });

  it('is for one page its HTML and its style sheets, compressed', () => {
    const html = '<link rel="stylesheet" href="/_astro/a.css"><a href="/b.css">no sheet</a>';
    const css = 'body { color: black }'.repeat(50);
    const dist = written(campaignsDirectory(), { 'campaigns/x/index.html': html, '_astro/a.css': css });
    expect(pageWeight(dist, 'x')).toBe(gzipSync(html).length + gzipSync(css).length);
  });
});

describe('What a process tree uses', () => {
  it.runIf(process.platform === 'linux')('counts what a child of the child holds, and its time', async () => {
    const burn = 'const end = Date.now() + 300; while (Date.now() < end);';
    const hold = `const held = Buffer.alloc(150 * 1024 ** 2, 1); ${burn} console.log('held'); setTimeout(() => held, 30000)`;
    const nest = `require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(hold)}], { stdio: 'inherit' })`;
    const child = spawn(process.execPath, ['-e', nest], { stdio: ['ignore', 'pipe', 'ignore'], detached: true });
    onTestFinished(() => void process.kill(-(child.pid ?? 0), 'SIGKILL'));
    await new Promise((resolve) => child.stdout.once('data', resolve));
    const used = watchTree(child.pid ?? 0).stop();
    expect(used.peak_rss_bytes).toBeGreaterThan(150 * 1024 ** 2);
    expect(used.cpu_ms).toBeGreaterThan(50);
  });

  it('of a process that is gone is not known', () => {
    expect(watchTree(2 ** 30).stop()).toEqual({ peak_rss_bytes: null, cpu_ms: null });
  });
});

describe('npm run bench', () => {
  const run = (...args: string[]) => spawnSync(process.execPath, [CLI, ...args], { encoding: 'utf8' });

  it('explains itself', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    for (const option of ['--sizes', '--rebuild', '--seed', '--runs', '--json']) expect(stdout).toContain(option);
  });

  it.each([
    ['--sizes', '0'],
    ['--sizes', '10,x'],
    ['--runs', '-1'],
    ['--seed', '1.5'],
    ['--colour', 'red'],
  ])('refuses %s %s and builds nothing', (...args) => {
    const { status, stdout, stderr } = run(...args);
    expect(status).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/^error: /);
  });

  it('is the script of that name', () => {
    const { scripts } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8'));
    expect(scripts.bench).toBe('node src/cli/bench.ts');
  });
});
