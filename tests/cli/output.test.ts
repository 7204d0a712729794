// What becomes of a command whose words nobody takes: a quiet end where the reader is gone, one line where the disk
// is full. And a campaign whose folder cannot be is refused before anything is begun.

import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';
import { LINUX, newPlace, PROJECT } from './campaign-process.ts';

const LIMIT_MS = 120_000;
const COMMANDS = ['build', 'campaign', 'dev', 'doctor', 'harness-compare', 'preview', 'reconstruct', 'start', 'bench'];
const canBeFull = existsSync('/dev/full');

describe('a command', { timeout: LIMIT_MS }, () => {
  test.each(COMMANDS)('%s ends quietly where its reader has gone', async (command) => {
    const child = spawn(process.execPath, [join(PROJECT, `src/cli/${command}.ts`), '--help'], { cwd: PROJECT });
    child.stdout.destroy();
    const [stderr, code] = await Promise.all([
      text(child.stderr),
      new Promise<number | null>((resolve) => child.once('close', resolve)),
    ]);
    expect([stderr, code]).toEqual(['', 0]);
  });

  test.skipIf(!canBeFull)('says in one line that its result could not be written (needs /dev/full)', () => {
    const env = { ...process.env, TMPDIR: newPlace().tmp };
    const command = ['-c', '"$0" "$1" --json > /dev/full', process.execPath, join(PROJECT, 'src/cli/doctor.ts')];
    const { status, stderr } = spawnSync('sh', command, { env, encoding: 'utf8' });
    expect(stderr).toMatch(/^expected to write the result to standard output, found ENOSPC: [^\n]*\n$/);
    expect(status).toBe(3);
  });

  test.skipIf(!LINUX)('ends at once where no folder can be made (Linux: in /proc)', () => {
    for (const [command, ...args] of [
      ['campaign', '--out', '/proc/nope'],
      ['reconstruct', '--log', '/no/log', '--campaign', 'x', '--out', '/proc/nope'],
      ['build', '--dist', '/proc/nope'],
    ] as const) {
      const env = { ...process.env, TMPDIR: newPlace().tmp };
      const program = join(PROJECT, `src/cli/${command}.ts`);
      const { status, stderr } = spawnSync(process.execPath, [program, ...args], {
        cwd: PROJECT,
        env,
        encoding: 'utf8',
      });
      expect([command, status], stderr).toEqual([command, 2]);
      expect(stderr).toMatch(/^[^\n]*ENOENT[^\n]*\n$/);
    }
  });
});

describe('the doctor', { timeout: LIMIT_MS }, () => {
  const NAMESPACE = ['--map-root-user', '--mount'];
  const canMount = spawnSync('unshare', [...NAMESPACE, 'true']).status === 0;

  test.skipIf(!canMount)('names /proc where it is empty, and lists the rest (needs unshare)', () => {
    const script = 'mount -t tmpfs none /proc && exec "$0" "$@"';
    const doctor = join(PROJECT, 'src/cli/doctor.ts');
    const args = [...NAMESPACE, 'sh', '-c', script, process.execPath, doctor];
    const { status, stdout, stderr } = spawnSync('unshare', args, { encoding: 'utf8' });
    expect([status, stderr]).toEqual([3, '']);
    expect(stdout).toMatch(/no {3}known by number .*expected the system's account of its processes in \/proc/);
    expect(stdout).toMatch(/yes {2}proxy .*relays opened/);
    expect(stdout).toMatch(/no {3}reference .*see processes/);
  });
});
