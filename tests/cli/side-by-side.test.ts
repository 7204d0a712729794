// Two campaigns at once on one machine: neither touches what is the other's.

import { readdirSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { isAlive } from '../../src/machine/process-identity.ts';
import { campaign, newPlace, runFolders, startCampaign, summaryIn } from './campaign-process.ts';

const LIMIT_MS = 240_000;

describe('two campaigns side by side', { timeout: LIMIT_MS }, () => {
  test('both pass, in folders of their own, though both ask for the next number', async () => {
    const place = newPlace();
    // what is tried is that neither touches the other: both need not be as fast as one alone
    const patient = ['--quorum-timeout-ms', '2000', '--cycles', '1'];
    const args = ['--faults', 'kill_primary_mid_write,partition_minority', '--json', ...patient];
    const ended = await Promise.all([campaign(place, args), campaign(place, args)]);
    for (const { code, stderr } of ended) expect(code, stderr).toBe(0);
    const ids = ended.map(({ stdout }) => JSON.parse(stdout).campaign_id);
    const [series = ''] = ids.map((id) => id.replace(/-r\d+$/, ''));
    expect(ids.toSorted()).toEqual([`${series}-r1`, `${series}-r2`]);
    expect(readdirSync(place.out).toSorted()).toEqual(ids.toSorted());
    for (const id of ids) expect(summaryIn(place, id)).toMatchObject({ state: 'complete', campaign_id: id });
    expect(runFolders(place)).toEqual([]);
  });

  test('that want one id: one has it, the other is told so', async () => {
    const place = newPlace();
    const both = [1, 2].map(() => startCampaign(place, ['--id', 'same-r1']));
    const first = await Promise.race(both.map(async (one) => [one, await one.ended] as const));
    expect(first[1]).toMatchObject({ code: 2, stderr: expect.stringContaining('never overwritten') });
    const other = both.find((one) => one !== first[0]);
    await other?.reached('phase 1 of 4');
    expect(summaryIn(place, 'same-r1').state).toBe('running');
    other?.child.kill('SIGTERM');
    expect(await other?.ended).toMatchObject({ code: 130 });
  });

  test('do not end each other: one starts, ends and is killed while the other runs', async () => {
    const place = newPlace();
    const long = startCampaign(place, ['--id', 'long']);
    await long.reached('all nodes answer');
    const nodes = long.below().filter(isAlive);
    const short = startCampaign(place, ['--id', 'short', '--replay', 'pause_peer:1', '--seed', '7']);
    await short.reached('pause_peer: 1 cycle');
    short.child.kill('SIGKILL');
    await short.ended;
    expect((await campaign(place, ['--id', 'long'])).code).toBe(2);
    expect(nodes.length).toBeGreaterThan(2);
    expect(long.child.exitCode).toBeNull();
    expect(runFolders(place)).toHaveLength(1);
    long.child.kill('SIGTERM');
    expect(await long.ended).toMatchObject({ code: 130 });
  });
});
