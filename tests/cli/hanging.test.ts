// A command that hangs while it heals and cleans up: from the first signal it ends within its limit, and nothing that
// it started lives on.

import { spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { identify, isAlive, type ProcessIdentity } from '../../src/machine/process-identity.ts';
import { until } from '../subjects/reference/three-nodes.ts';

const COMMAND = join(import.meta.dirname, 'hanging-command.ts');

type Way = 'hangs' | 'cleans up';

/** The command once its process is up; `ended` gives how it ended, and how long after the first signal. */
async function start(way: Way, end_ms_max: number) {
  const tmp = mkdtempSync(join(tmpdir(), 'hanging-'));
  onTestFinished(() => rmSync(tmp, { recursive: true, force: true }));
  const args = [COMMAND, String(end_ms_max), way];
  const child = spawn(process.execPath, args, { stdio: 'pipe', env: { ...process.env, TMPDIR: tmp } });
  onTestFinished(() => void child.kill('SIGKILL'));
  const said = { stdout: '', stderr: '' };
  child.stdout.on('data', (text) => (said.stdout += text));
  child.stderr.on('data', (text) => (said.stderr += text));
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve) =>
    child.once('close', (code, signal) => resolve({ code, signal })),
  );
  await until(
    async () => said.stdout,
    (text) => text.endsWith('\n'),
    60_000,
  );
  const { pid } = JSON.parse(said.stdout) as { pid: number };
  const node = identify(pid) as ProcessIdentity;
  return { child, said, ended, node, tmp };
}

const gone = (one: ProcessIdentity) =>
  until(
    async () => isAlive(one),
    (alive) => !alive,
    60_000,
  );

describe('a command that is asked to end', { timeout: 120_000 }, () => {
  test('and hangs while it cleans up ends at its limit, says so, and takes its processes with it', async () => {
    const { child, said, ended, node, tmp } = await start('hangs', 500);
    expect(isAlive(node)).toBe(true);
    child.kill('SIGTERM');
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(said.stderr).toContain('expected to have ended within 0.5 s, ends now');
    await gone(node);
    expect(readdirSync(tmp)).toEqual([]);
  });

  test('and does end is not kept waiting by any limit', async () => {
    const { child, said, ended, node, tmp } = await start('cleans up', 100_000);
    child.kill('SIGHUP');
    expect(await ended).toEqual({ code: 130, signal: null });
    expect(said.stderr).not.toContain('ends now');
    await gone(node);
    expect(readdirSync(tmp)).toEqual([]);
  });
});
