// The command as its users meet it: help, what it prints where, a replay.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { campaign, newPlace } from './campaign-process.ts';

const LIMIT_MS = 120_000;

test('help names every option and class, and ends with 0', { timeout: LIMIT_MS }, async () => {
  const { code, stdout, stderr } = await campaign(newPlace(), ['--help']);
  expect([code, stderr]).toEqual([0, '']);
  for (const word of [
    '--seed',
    '--replay',
    '--fail-fast',
    '--defect',
    'forgets-store',
    '--json',
    'partition_one_way',
    'Exit codes',
  ]) {
    expect(stdout).toContain(word);
  }
});

describe('a replay', { timeout: LIMIT_MS }, () => {
  test('runs one cycle, beside the campaigns, and is judged as phase 4 alone', async () => {
    const place = newPlace();
    const { code, stdout, stderr } = await campaign(place, ['--replay', 'pause_peer:2', '--seed', '7', '--json']);
    expect(code, stderr).toBe(0);
    const { folder, phases, exit_code } = JSON.parse(stdout);
    expect(exit_code).toBe(0);
    expect(folder.startsWith(`${place.out}-replays/`)).toBe(true);
    expect(phases.find((one: { phase: number }) => one.phase === 4)?.status).toBe('PASS');
  });
});

test('a canary is a defect that the scoreboard catches', { timeout: LIMIT_MS }, async () => {
  for (const canary of ['earthquake', 'stops-at-quorum']) {
    const { code, stderr } = await campaign(newPlace(), ['--canary', canary]);
    expect(code).toBe(2);
    expect(stderr).toContain('expected a defect that the scoreboard catches');
  }
});

describe('a planted defect', { timeout: LIMIT_MS }, () => {
  test('is said in every document, whose profile is then no known one and whose claim is no pass', async () => {
    const args = ['--replay', 'pause_peer:1', '--seed', '7', '--defect', 'hides-from-lists', '--json'];
    const { stdout, stderr } = await campaign(newPlace(), args);
    const { folder } = JSON.parse(stdout);
    const read = (file: string) => JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const summary = read('campaign-summary.json');
    expect(summary, stderr).toMatchObject({ defect: 'hides-from-lists', profile: 'custom', overall_pass: false });
    expect(summary.phases).toMatchObject([{ phase: 4, defect: 'hides-from-lists' }]);
    expect(read('phase4.json')).toMatchObject({ defect: 'hides-from-lists' });
  });

  test('that there is not ends with 2, before anything is begun', async () => {
    const { code, stderr } = await campaign(newPlace(), ['--defect', 'earthquake']);
    expect([code, stderr]).toEqual([2, expect.stringMatching(/expected a defect of .*found "earthquake"/)]);
  });
});

describe('in a log', { timeout: LIMIT_MS }, () => {
  test('progress is plain lines on stderr, and the last words name outcome, folder and page', async () => {
    const place = newPlace();
    const args = ['--id', 'plain-r1', '--faults', 'pause_peer', '--cycles', '1'];
    const { code, stdout, stderr } = await campaign(place, args);
    expect(code, stderr).toBe(0);
    for (const line of ['phase 1 of 4: each node alone', 'phase 4 of 4: faults under load', 'pause_peer: 1 cycle']) {
      expect(stderr.split('\n').map((one) => one.trim())).toContain(line);
    }
    // biome-ignore lint/suspicious/noControlCharactersInRegex: exactly these must not be there
    expect(`${stdout}${stderr}`).not.toMatch(/[\u001b\r]/);
    expect(stdout).toContain('Outcome PASS');
    expect(stdout).toContain(`${place.out}/plain-r1/`);
    expect(stdout).toContain('http://127.0.0.1:4321/campaigns/plain-r1/');
    expect(stdout).toContain(`CAMPAIGNS_DIR=${place.out} npm run dev`);
  });
});
