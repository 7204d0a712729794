// Wrong usage ends with 2, before anything is begun: it says what was expected, what was found and where to look,
// overwrites nothing and shows no stack trace.

import { chmodSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseCampaign } from '../../src/cli/campaign-options.ts';
import { WrongUsage } from '../../src/cli/wrong-usage.ts';
import { campaign, LINUX, newPlace, type Place, runFolders } from './campaign-process.ts';

const LIMIT_MS = 60_000;

describe('the options', () => {
  const parsed = (...args: string[]) => parseCampaign(['node', 'campaign', ...args]);

  test.each([
    ['an unknown option, with what was meant', ['--sed', '7'], /unknown option '--sed'.*--seed/s],
    ['an argument that belongs to no option', ['gate'], /too many arguments/],
    ['a subject that does not exist', ['--subject', 'x'], /Allowed choices are .*reference/],
    ['a profile that does not exist', ['--profile', 'x'], /smoke, gate, soak/],
    ['a network mode that there is not', ['--network', 'cloud'], /Allowed choices are proxy, netns/],
    [
      'a server that a private space cannot reach',
      ['--network', 'netns', '--postgres-url', 'postgres://user@127.0.0.1/db'],
      /--network netns/,
    ],
    ['an unknown fault class', ['--faults', 'earthquake'], /kill_primary_mid_write.*found "earthquake"/],
    ['no fault class', ['--faults', ''], /expected a fault class/],
    ['an id that cannot stand in an address', ['--id', '../x'], /letters/],
    ['an id that a page could not have', ['--id', 'x.html'], /letters/],
    ['a number that is none', ['--cycles', '1.5'], /whole number of at least 1/],
    ['no cycles', ['--cycles', '0'], /whole number of at least 1/],
    ['no writes', ['--writes', '0'], /whole number of at least 1/],
    ['a seed that JavaScript cannot hold', ['--seed', '99999999999999999999'], /whole number/],
    ['a quorum of more nodes than there are', ['--quorum-writes', '4'], /1 to 3/],
    ['a quorum of more than five nodes', ['--nodes', '5', '--quorum-writes', '6'], /at most 5/],
    ['a cluster of a size that there is not', ['--nodes', '4'], /3 or 5/],
    ['seconds that are none', ['--catchup-interval-secs', 'soon'], /expected seconds/],
    ['a replay without a seed', ['--replay', 'pause_peer:2'], /--seed/],
    ['a replay of no class', ['--replay', 'earthquake:1', '--seed', '7'], /found "earthquake"/],
    ['a replay of no cycle', ['--replay', 'pause_peer', '--seed', '7'], /expected CLASS:CYCLE/],
    ['a replay of a cycle that is not there', ['--replay', 'pause_peer:3', '--seed', '7'], /1 to 2, .*smoke.*found 3/],
    [
      'a replay beside other classes',
      ['--replay', 'pause_peer:1', '--seed', '7', '--faults', 'pause_peer'],
      /--faults/,
    ],
    ['a program that is not there', ['--binary', '/no/such/program'], /no file at \/no\/such\/program/],
    ['no directory', ['--out', ''], /expected a directory/],
    ['an address of something else', ['--postgres-url', 'http://me:secret@db/x'], /such as postgres:\/\//],
    ['a database without a host', ['--postgres-url', 'postgres://'], /such as postgres:\/\//],
    ['seconds that no timer holds', ['--catchup-interval-secs', '99999999999999999999'], /at most 86400 seconds/],
    ['a wait that nobody waits', ['--quorum-timeout-ms', '9007199254740991'], /at most 600000/],
    ['more cycles than a life has', ['--cycles', '9007199254740991'], /at most 100000/],
    ['more writes than a cycle holds', ['--writes', '9007199254740991'], /at most 1000000/],
    ['an option without its value', ['--seed'], /argument missing/],
  ] as const)('refuse %s', (_what, args, expected) => {
    let said = '';
    expect(() => {
      try {
        parsed(...args);
      } catch (error) {
        said = (error as Error).message;
        throw error;
      }
    }).toThrow(WrongUsage);
    expect(said).toMatch(expected);
    expect(said).not.toContain('secret');
  });

  test('take a replay of any cycle that the campaign had', () => {
    expect(parsed('--replay', 'pause_peer:50', '--seed', '7', '--profile', 'gate').replay?.cycle).toBe(50);
    expect(parsed('--replay', 'pause_peer:9', '--seed', '7', '--cycles', '9').replay?.cycle).toBe(9);
  });
});

describe('the command', { timeout: LIMIT_MS }, () => {
  const expectRefused = async (place: Place, args: readonly string[], expected: RegExp) => {
    const { code, stdout, stderr } = await campaign(place, [...args, '--json']);
    expect(code, stderr).toBe(2);
    expect(stderr).toMatch(expected);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(JSON.parse(stdout)).toEqual({ error: expect.stringMatching(expected), exit_code: 2 });
    expect(runFolders(place)).toEqual([]);
  };

  test('says on both streams what is wrong with an option', async () => {
    await expectRefused(newPlace(), ['--nope'], /unknown option '--nope'/);
  });

  test('leaves an id that is taken as it was', async () => {
    const place = newPlace();
    mkdirSync(join(place.out, 'taken'));
    writeFileSync(join(place.out, 'taken', 'phase2.json'), '{"phase":2}');
    await expectRefused(place, ['--id', 'taken'], /found .*taken: evidence is never overwritten; choose another --id/);
    expect(readdirSync(join(place.out, 'taken'))).toEqual(['phase2.json']);
    expect(readFileSync(join(place.out, 'taken', 'phase2.json'), 'utf8')).toBe('{"phase":2}');
  });

  test('says which directory cannot hold campaigns', async () => {
    const place = newPlace();
    const file = join(place.tmp, 'a-file');
    writeFileSync(file, 'kept');
    await expectRefused({ ...place, out: file }, [], /expected a directory .*a-file/);
    await expectRefused({ ...place, out: join(file, 'below') }, [], /expected a directory .*ENOTDIR/);
    expect(readFileSync(file, 'utf8')).toBe('kept');
  });

  test('tests no program under the name of another', async () => {
    await expectRefused(newPlace(), ['--binary', process.execPath], /expected no --binary, .*brings its own program/);
  });

  const isRoot = process.getuid?.() === 0;
  test.skipIf(isRoot)('says that a directory may not be written (root may write everywhere)', async () => {
    const place = newPlace();
    chmodSync(place.out, 0o555);
    await expectRefused(place, [], /expected a directory .*EACCES/);
  });

  test.skipIf(!LINUX)(
    'says that a directory may not be written, to root too (Linux: in /sys nobody makes folders)',
    async () => {
      await expectRefused({ ...newPlace(), out: '/sys/campaigns' }, [], /expected a directory .*\/sys\/campaigns/);
    },
  );

  test('says that the temporary directory is not there', async () => {
    const place = newPlace();
    const { code, stderr } = await campaign(place, [], { env: { TMPDIR: join(place.tmp, 'nowhere') } });
    expect(code).toBe(3);
    expect(stderr).toMatch(/expected a temporary directory .*ENOENT.*nowhere.*; see TMPDIR/);
    expect(stderr).not.toMatch(/\n\s+at /);
  });
});
