// A disk that is full: the directory of campaigns is a file system of a few pages, in a mount namespace of the
// command's own, so that this machine's mounts are left alone.

import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { judge } from '../../src/verdict/judge.ts';
import { CLI, campaign, type Ended, newPlace, type Place, runFolders } from './campaign-process.ts';

const LIMIT_MS = 180_000;
const NAMESPACE = ['unshare', '--map-root-user', '--mount'] as const;
const canMount = spawnSync(NAMESPACE[0], [...NAMESPACE.slice(1), 'true']).status === 0;
/** What is written there is copied out before the namespace, and the file system with it, goes. */
const SCRIPT =
  'mount -t tmpfs -o size=$SIZE none "$OUT" && "$@"; code=$?; cp -a "$OUT/." "$KEPT/"; umount "$OUT"; exit $code';

async function onSmallDisk(place: Place, size: string, args: readonly string[]): Promise<Ended & { kept: string }> {
  const kept = join(place.tmp, 'kept');
  mkdirSync(kept);
  const command = [...NAMESPACE, 'sh', '-c', SCRIPT, 'small-disk', process.execPath, CLI] as const;
  const env = { SIZE: size, OUT: place.out, KEPT: kept };
  return { ...(await campaign(place, [...args, '--json'], { command, env })), kept };
}

const why = canMount ? '' : ' (needs Linux and root, or user namespaces: unshare --map-root-user --mount)';

describe.skipIf(!canMount)(`a full disk${why}`, { timeout: LIMIT_MS }, () => {
  test('takes what cannot be written and nothing else: the campaign goes on, says so, and is no pass', async () => {
    const place = newPlace();
    const args = ['--id', 'full', '--faults', 'pause_peer', '--cycles', '1'];
    const { code, stdout, stderr, kept } = await onSmallDisk(place, '32k', args);
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/expected to write .*history-(phase2|pause_peer)\.jsonl\.gz, found ENOSPC/);
    expect(stderr).not.toMatch(/\n\s+at /);
    expect(JSON.parse(stdout)).toMatchObject({ campaign_id: 'full', outcome: 'INCOMPLETE', exit_code: 3 });
    const files = readdirSync(join(kept, 'full'));
    // what was written before is whole, and what was not is not there in part
    expect(files).toEqual(
      expect.arrayContaining(['campaign-summary.json', 'phase1-node-a.json', 'phase1-node-c.json']),
    );
    expect(files.filter((file) => file.endsWith('.partial'))).toEqual([]);
    const { outcome, phases, artifacts } = judge(readFolder(kept, 'full'));
    expect([outcome, phases[0]?.status]).toEqual(['INCOMPLETE', 'PASS']);
    expect(artifacts.filter(({ state }) => state === 'unreadable' || state === 'altered')).toEqual([]);
    expect(runFolders(place)).toEqual([]);
  });

  test('from the start is told before anything is begun, and uses up no id', async () => {
    const place = newPlace();
    const { code, stdout, stderr, kept } = await onSmallDisk(place, '4k,nr_inodes=2', ['--id', 'full']);
    expect(code, stderr).toBe(3);
    expect(JSON.parse(stdout).error).toMatch(/expected to write .*campaign-summary\.json, found ENOSPC/);
    expect(stderr).not.toContain('phase 1');
    expect(readdirSync(kept)).toEqual([]);
  });
});
