// `npm run shrink`: a planted defect that a recorded cycle named, made smaller on real nodes; and what is refused.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseShrink } from '../../src/cli/shrink-options.ts';
import { type Shrink, shrinkSchema } from '../../src/contract/shrink.ts';
import { campaign, newPlace, type Place, PROJECT, runFolders, startCommand } from './campaign-process.ts';

const LIMIT_MS = 300_000;
const PROGRAM = join(PROJECT, 'src/cli/shrink.ts');
const FAULT = 'kill_primary_mid_write';
const ID = 'forgetful-r1';

const started = (place: Place, args: readonly string[]) =>
  startCommand(place, [process.execPath, PROGRAM, ...args, '--out', `${place.out}-replays`]);

/** One cycle of a store that forgets everything when it is killed. */
async function recorded(): Promise<Place> {
  const place = newPlace();
  const args = ['--replay', `${FAULT}:1`, '--seed', '7', '--defect', 'forgets-store', '--writes', '30', '--id', ID];
  const { code, stderr } = await campaign(place, args);
  expect([code, stderr]).toEqual([1, expect.stringContaining('forget')]);
  return place;
}

describe('a cycle that failed', { timeout: LIMIT_MS }, () => {
  test('is made smaller on real nodes and kept; a search that is interrupted keeps nothing', async () => {
    const place = await recorded();
    const args = [ID, `${FAULT}:1`, '--anomaly', 'forgotten', '--trials', '2', '--confirm', '2', '--minutes', '0.5'];
    const { code, stdout, stderr } = await started(place, [...args, '--json']).ended;
    expect([code, stderr]).toEqual([0, expect.stringContaining('still fails, reproduced in 2 of 2')]);
    const folder = join(`${place.out}-replays`, ID);
    const { file, result } = JSON.parse(stdout) as { file: string; result: Shrink };
    expect(file).toBe(join(folder, `shrink-${FAULT}-1.json`));
    const kept = shrinkSchema.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(kept).toEqual(result);
    expect(kept).toMatchObject({ anomaly: 'forgotten', confirmed: { trials: 2 }, defect: 'forgets-store' });
    expect(kept.smallest.workloads.map(({ name }) => name)).toEqual(['create']);
    expect(kept.smallest.writes).toBeLessThan(kept.original.writes);
    expect(kept.steps.flatMap(({ commands }) => commands)).toContain('kill -9 $A');
    expect(kept.steps.flatMap(({ commands }) => commands).join('\n')).toContain(
      '--defect forgets-store --db a/memories.db',
    );
    expect(readdirSync(folder).filter((name) => name.includes('partial'))).toEqual([]);

    const again = started(place, args);
    await again.reached('still fails');
    again.child.kill('SIGINT');
    expect((await again.ended).code).toBe(130);
    expect(readdirSync(folder).filter((name) => name.startsWith('shrink-'))).toEqual([`shrink-${FAULT}-1.json`]);
    expect(runFolders(place)).toEqual([]);
  });

  test('but that never fails again is said to, and nothing is kept', async () => {
    const place = await recorded();
    const summary = join(`${place.out}-replays`, ID, 'campaign-summary.json');
    // the same campaign of a store that forgets nothing
    const { defect: _, ...sound } = JSON.parse(readFileSync(summary, 'utf8'));
    writeFileSync(summary, JSON.stringify(sound));
    const { code, stderr } = await started(place, [ID, `${FAULT}:1`, '--trials', '2']).ended;
    expect([code, stderr]).toEqual([
      3,
      expect.stringContaining('nothing is kept: the cycle as recorded did not reproduce'),
    ]);
    expect(readdirSync(join(`${place.out}-replays`, ID)).filter((name) => name.startsWith('shrink-'))).toEqual([]);
  });
});

describe('what is asked for wrongly', () => {
  const parsed = (...args: string[]) => parseShrink(['node', 'shrink', ...args]);

  test.each([
    ['no campaign', [], /missing required argument 'id'/],
    ['no cycle', ['x-r1'], /missing required argument 'class:cycle'/],
    ['a class alone', ['x-r1', 'pause_peer'], /expected CLASS:CYCLE/],
    ['a class that there is not', ['x-r1', 'earthquake:1'], /found "earthquake"/],
    ['cycle 0', ['x-r1', 'pause_peer:0'], /at least 1/],
    ['a rate of nothing', ['x-r1', 'pause_peer:1', '--least-rate', '0'], /a share above 0/],
    ['a rate above all', ['x-r1', 'pause_peer:1', '--least-rate', '1.1'], /at most 1/],
    ['no time', ['x-r1', 'pause_peer:1', '--minutes', '0'], /minutes above 0/],
    ['a program that is not there', ['x-r1', 'pause_peer:1', '--binary', '/no/such'], /no file at \/no\/such/],
    ['an unknown option', ['x-r1', 'pause_peer:1', '--faster'], /unknown option/],
  ] as const)('%s', (_what, args, words) => {
    expect(() => parsed(...args)).toThrow(words);
  });

  test('ends with 2 before anything is begun, and says what there is', async () => {
    const { code, stderr } = await started(newPlace(), ['nobody-r1', 'pause_peer:1']).ended;
    expect([code, stderr]).toEqual([
      2,
      expect.stringMatching(/^error: .*: expected a directory of campaigns, .*; see npm run shrink/),
    ]);
  });
});
