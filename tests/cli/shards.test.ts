// A campaign in two shards, each a process of its own, one of them killed: the merge says which, and is no pass. And what
// each command says as JSON.

import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { jsonSchema } from '../../src/contract/json-schema.ts';
import { planSchema } from '../../src/contract/plan.ts';
import { smallCampaign } from '../workflows/small-campaign.ts';
import { newPlace, type Place, PROJECT, startCommand } from './campaign-process.ts';

const LIMIT_MS = 240_000;
const SMALL = [...smallCampaign(2), '--seed', '7', '--id', 'pier-r1'];

const command = (place: Place, name: string, ...args: string[]) =>
  startCommand(place, [process.execPath, join(PROJECT, `src/cli/${name}.ts`), ...args]);

describe('A campaign in two shards', { timeout: LIMIT_MS }, () => {
  test('of which one is killed is incomplete, and the merge names it', async () => {
    const place = newPlace();
    const shards = join(place.tmp, 'shards');
    const file = join(place.tmp, 'plan.json');
    const planning = await command(place, 'plan', ...SMALL, '--shards', '2', '--plan-file', file, '--json').ended;
    expect(planning.code, planning.stderr).toBe(0);
    expect(JSON.parse(planning.stdout)).toEqual({
      file,
      plan: planSchema.parse(JSON.parse(readFileSync(file, 'utf8'))),
    });

    const killed = command(place, 'campaign', '--plan', file, '--shard', '1/2', '--out', shards);
    await killed.reached('phase 1 of 4');
    killed.child.kill('SIGKILL');
    expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });

    // the other is planned by its own options, and comes to the same plan
    const other = await command(place, 'campaign', ...SMALL, '--shard', '2/2', '--out', shards, '--json').ended;
    // 3 where the machine is busy with other things
    expect([0, 3], other.stderr).toContain(other.code);
    const folder = join(shards, 'pier-r1.shard-2-of-2');
    expect(JSON.parse(other.stdout)).toMatchObject({ folder, state: 'complete', exit_code: other.code });
    expect(readFileSync(join(folder, 'plan.json'), 'utf8')).toBe(readFileSync(file, 'utf8'));
    const { harness, environment } = JSON.parse(readFileSync(join(folder, 'campaign-summary.json'), 'utf8'));
    expect(harness).toMatchObject({ version: '0.1.0', sources_sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect(environment.cpus).toBeGreaterThan(0);

    const merging = await command(place, 'merge', '--plan', file, '--out', place.out, '--json', shards).ended;
    expect(merging.code, merging.stderr).toBe(3);
    expect(JSON.parse(merging.stdout)).toMatchObject({
      campaign_id: 'pier-r1',
      state: 'interrupted',
      outcome: 'INCOMPLETE',
      exit_code: 3,
      troubles: [{ phase: 1, error: 'shard 1 of 2 was broken off: phases 1, 2, 3 and cycles 1 of each class' }],
    });
    const again = await command(place, 'merge', '--out', place.out, '--json', shards).ended;
    expect([again.code, JSON.parse(again.stdout)]).toEqual([
      2,
      { error: expect.stringContaining('evidence is never overwritten'), exit_code: 2 },
    ]);
  });
});

describe('Usage of plan and merge', { timeout: LIMIT_MS }, () => {
  test.each([
    ['more shards than cycles', 'plan', ['--shards', '3', '--profile', 'smoke'], /expected 1 to 2 shards/],
    ['more shards than a matrix has', 'plan', ['--shards', '257'], /expected 1 to 256 shards/],
    ['no number of shards', 'plan', [], /--shards/],
    ['two names', 'plan', ['--shards', '1', '--id', 'x', '--ordinal', '3'], /cannot be used with/],
    [
      'a ref that would be more outputs',
      'plan',
      ['--shards', '1', '--outputs', '--ref', 'v1\nid=x'],
      /expected one line for the ref/,
    ],
    ['a directory that is not there', 'merge', ['/no/such/shards'], /found ENOENT/],
    ['a plan that is none', 'merge', ['--plan', '/etc/hostname', '.'], /--plan: .*expected a plan/],
    ['a plan without an end', 'merge', ['--plan', '/dev/zero', '.'], /--plan: .*found a device/],
    ['a plan without an end', 'campaign', ['--plan', '/dev/zero', '--shard', '1/2'], /--plan: .*found a device/],
    ['no directory', 'merge', [], /missing required argument/],
  ])('with %s ends with 2 and says what was expected', async (_what, name, args, expected) => {
    const place = newPlace();
    const file = name === 'plan' ? ['--plan-file', join(place.tmp, 'plan.json')] : [];
    const json = args.includes('--outputs') ? [] : ['--json'];
    const { code, stdout, stderr } = await command(place, name, ...args, ...file, ...json).ended;
    expect([code, stderr]).toEqual([2, expect.stringMatching(expected)]);
    expect(stderr).toMatch(/^error: /);
    if (json.length > 0) expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(expected), exit_code: 2 });
  });

  test('a plan is never written over another', async () => {
    const place = newPlace();
    const file = join(place.tmp, 'plan.json');
    writeFileSync(file, 'of somebody');
    const { code, stderr } = await command(place, 'plan', '--shards', '1', '--plan-file', file).ended;
    expect([code, stderr]).toEqual([2, expect.stringMatching(/--plan-file: expected no file yet/)]);
    expect(readFileSync(file, 'utf8')).toBe('of somebody');
  });

  test.each([
    ['/no/such/folder/plan.json', /expected an existing folder, found none at \/no\/such\/folder/],
    ['/proc/plan.json', /expected a folder that can be written, found ENOENT/],
  ])('a plan that could not be written at %s is not made', async (file, expected) => {
    const { code, stderr } = await command(newPlace(), 'plan', '--shards', '1', '--plan-file', file).ended;
    expect([code, stderr]).toEqual([2, expect.stringMatching(expected)]);
  });

  test('without a name a plan is the next of its series, or the one that is counted elsewhere', async () => {
    const place = newPlace();
    const outputs = async (...args: string[]) => {
      const file = join(place.tmp, `plan-${args.length}.json`);
      const asked = [
        '--shards',
        '2',
        '--profile',
        'smoke',
        '--outputs',
        '--out',
        place.out,
        '--plan-file',
        file,
        ...args,
      ];
      const { stdout } = await command(place, 'plan', ...asked).ended;
      expect(existsSync(file)).toBe(true);
      return stdout.trimEnd().split('\n');
    };
    expect(await outputs()).toEqual([
      'id=reference-v0.1.0-smoke-r1',
      'subject=reference',
      'ref=reference-v0.1.0',
      'shards=[1,2]',
    ]);
    expect((await outputs('--ordinal', '17'))[0]).toBe('id=reference-v0.1.0-smoke-r17');
  });

  test('the schema of a plan is published', () => {
    expect(jsonSchema('plan')).toMatchObject({ title: 'plan', properties: { shards: { maxItems: 256 } } });
  });
});
