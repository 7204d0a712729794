// Subjects and faults that break their word, through the command itself: the exit code is never 0, and says why.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { CLI, campaign, type Ended, newPlace, type Place, runFolders, startCampaign } from './campaign-process.ts';

const PRELOAD = join(import.meta.dirname, 'saboteurs/preload.ts');
const LIMIT_MS = 180_000;
const CYCLE = ['--replay', 'partition_minority:1', '--seed', '7'];

const withSaboteur = (saboteur: string) => ({
  command: [process.execPath, '--import', PRELOAD, CLI] as const,
  env: { SABOTEUR: saboteur },
});

const sabotaged = (place: Place, saboteur: string, args: readonly string[]): Promise<Ended> =>
  campaign(place, ['--id', 'x', ...args, '--json'], withSaboteur(saboteur));

const phase4Of = ({ tmp }: Place) =>
  JSON.parse(readFileSync(join(tmp, 'campaigns-replays', 'x', 'phase4.json'), 'utf8'));

describe('evidence that is missing', { timeout: LIMIT_MS }, () => {
  test('a campaign without receipts is inconclusive', async () => {
    const place = newPlace();
    const args = ['--faults', 'partition_minority', '--cycles', '1'];
    const { code, stdout, stderr } = await sabotaged(place, 'no-receipts', args);
    expect(code, stderr).toBe(3);
    const { outcome, phases } = JSON.parse(stdout);
    expect([outcome, ...phases.map((one: { status: string }) => one.status)]).toEqual([
      'INCOMPLETE',
      'PASS',
      'PASS',
      'PASS',
      'INCONCLUSIVE',
    ]);
    expect(stderr).toContain('no receipt: nothing shows that the fault was injected');
    expect(stderr).toContain('again: npm run campaign -- --replay partition_minority:1');
  });

  test('a campaign in which nothing is written is inconclusive', async () => {
    const place = newPlace();
    const { code, stderr } = await sabotaged(place, 'writes-nothing', CYCLE);
    expect(code, stderr).toBe(3);
    expect(phase4Of(place)).toMatchObject({ pass: false, verdict: 'unknown', convergence_by_fault: {} });
    expect(stderr).toContain('expected 40 acked writes of create, found 0 of');
  });

  test('a peer that dies and stays dead is no pass, and is named', async () => {
    const place = newPlace();
    const { code, stderr } = await sabotaged(place, 'peer-stays-dead', CYCLE);
    expect([1, 3], stderr).toContain(code);
    expect(phase4Of(place)).toMatchObject({ pass: false, convergence_by_fault: {} });
    expect(stderr).toMatch(/the fault did not heal: .*silent at the end: node c, wire a→c, wire b→c/);
  });
});

describe('a node', { timeout: LIMIT_MS }, () => {
  test('that never answers ends the wait for it, once, and the campaign says so', async () => {
    const place = newPlace();
    const { code, stdout, stderr } = await sabotaged(place, 'start-hangs', CYCLE);
    expect(code, stderr).toBe(3);
    const { troubles } = JSON.parse(stdout);
    expect(troubles).toHaveLength(1);
    expect(troubles[0].error).toMatch(
      /node [abc]: expected it to answer on port \d+ within 15000 ms, found nobody there/,
    );
    expect(phase4Of(place).faults.partition_minority).toMatchObject({ injected: false });
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(runFolders(place)).toEqual([]);
  });

  test('that never answers holds up only whoever asks the campaign to end once', async () => {
    const place = newPlace();
    const stopped = startCampaign(place, ['--id', 'x', ...CYCLE], withSaboteur('start-hangs'));
    await stopped.reached('partition_minority: 1 cycle');
    stopped.child.kill('SIGINT');
    await stopped.reached('once more ends at once');
    const asked = performance.now();
    const again = setInterval(() => stopped.child.kill('SIGINT'), 50);
    const { code } = await stopped.ended.finally(() => clearInterval(again));
    expect(code).toBe(130);
    // sooner than the 15 s that the node is given
    expect(performance.now() - asked).toBeLessThan(10_000);
    expect(runFolders(place)).toEqual([]);
  });

  test('that ends at once is quoted', async () => {
    const { code, stdout, stderr } = await sabotaged(newPlace(), 'start-fails', CYCLE);
    expect(code, stderr).toBe(3);
    expect(JSON.parse(stdout).troubles[0].error).toMatch(
      /found its end \(exit code 7\).*its last words:\nno room at the inn$/,
    );
  });

  test('whose port somebody took is started on another', async () => {
    const { code, stderr } = await sabotaged(newPlace(), 'ports-taken', CYCLE);
    expect(code, stderr).toBe(0);
  });
});
