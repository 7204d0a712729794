import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { summarySchema } from '../../src/contract/artifacts.ts';

const NODE = join(import.meta.dirname, '../../node_modules/.bin/node');
const CLI = join(import.meta.dirname, '../../src/cli/campaign.ts');

let out: string;
beforeAll(async () => {
  out = await mkdtemp(join(tmpdir(), 'campaign-cli-'));
});
afterAll(() => rm(out, { recursive: true, force: true }));

/** Runs the command; `meanwhile` is told of every piece of progress. */
async function campaign(args: string[], meanwhile?: (progress: string, kill: () => void) => void) {
  const child = spawn(NODE, [CLI, '--out', out, ...args], { env: { ...process.env, CI: '1' } });
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (chunk) => {
    stdout += chunk;
  });
  child.stderr.on('data', (chunk) => {
    stderr += chunk;
    meanwhile?.(stderr, () => child.kill('SIGINT'));
  });
  const [code] = await once(child, 'close');
  return { code, stdout, stderr };
}

const summaryOf = async (id: string) =>
  summarySchema.parse(JSON.parse(await readFile(join(out, id, 'campaign-summary.json'), 'utf8')));

describe('wrong usage ends with 2 and says what was expected', () => {
  const wrong: [string, string[], string][] = [
    ['an unknown option', ['--nope'], 'unknown option'],
    ['an unknown fault class', ['--faults', 'earthquake'], 'kill_primary_mid_write'],
    ['a profile that does not exist', ['--profile', 'x'], 'smoke'],
    ['an id that cannot stand in an address', ['--id', '../x'], 'letters'],
    ['a number that is none', ['--cycles', '1.5'], 'whole number'],
    ['a replay without a seed', ['--replay', 'pause_peer:3'], '--seed'],
  ];
  for (const [name, args, expected] of wrong) {
    test(name, { timeout: 30_000 }, async () => {
      const { code, stderr } = await campaign(args);
      expect(stderr).toContain(expected);
      expect(stderr).not.toMatch(/\n\s+at /);
      expect(code).toBe(2);
    });
  }

  test('an id that is taken, whose folder stays as it was', { timeout: 30_000 }, async () => {
    await mkdir(join(out, 'taken'));
    const { code, stderr } = await campaign(['--id', 'taken']);
    expect([code, await readdir(join(out, 'taken'))]).toEqual([2, []]);
    expect(stderr).toContain('never overwritten');
  });
});

test('help names every option and class, and ends with 0', { timeout: 30_000 }, async () => {
  const { code, stdout } = await campaign(['--help']);
  expect(code).toBe(0);
  for (const word of ['--seed', '--replay', '--fail-fast', '--json', 'partition_one_way', 'Exit codes']) {
    expect(stdout).toContain(word);
  }
});

test('an interrupted campaign keeps what it has, says so, and ends with 130', { timeout: 120_000 }, async () => {
  const { code, stdout } = await campaign(['--id', 'stopped', '--json'], (progress, kill) => {
    if (progress.includes('phase 2  ')) kill();
  });
  expect(code).toBe(130);
  expect(JSON.parse(stdout)).toMatchObject({ state: 'interrupted', outcome: 'INCOMPLETE' });
  expect(await summaryOf('stopped')).toMatchObject({ state: 'interrupted', overall_pass: false });
  const files = await readdir(join(out, 'stopped'));
  expect(files).toEqual(expect.arrayContaining(['phase1-node-a.json', 'evidence.sha256.json']));
  expect(files.filter((file) => file.endsWith('.partial'))).toEqual([]);
});

test('a replay runs one cycle, beside the campaigns, and is judged as phase 4 alone', {
  timeout: 120_000,
}, async () => {
  const { code, stdout } = await campaign(['--replay', 'pause_peer:3', '--seed', '7', '--json']);
  const { folder, phases } = JSON.parse(stdout);
  expect(folder.startsWith(`${out}-replays/`)).toBe(true);
  expect(phases.find((one: { phase: number }) => one.phase === 4)?.status).toBe('PASS');
  expect(code).toBe(0);
  await rm(`${out}-replays`, { recursive: true, force: true });
});
