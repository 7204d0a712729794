// Pipes in the place of files: whoever opens one waits until somebody writes, and nobody does.

import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { written } from '../fixtures/written.ts';
import { needed } from '../needed.ts';

const PROJECT = join(import.meta.dirname, '../..');
const LIMIT_MS = 60_000;
const root = mkdtempSync(join(tmpdir(), 'proofhouse-pipes-'));
const campaigns = join(root, 'campaigns');
mkdirSync(join(campaigns, 'pipes-r1'), { recursive: true });
written(campaigns, { 'whole-r1/campaign-summary.json': '{}' });
const pipe = (path: string): void => {
  const made = spawnSync('mkfifo', [join(root, path)]);
  if (made.status !== 0) throw new Error(`mkfifo: ${made.stderr}`);
};
const FILES = [
  'campaign-summary.json',
  'phase2.json',
  'evidence.sha256.json',
  'analysis.mdx',
  'history-phase2.jsonl.gz',
];
const plan = join(root, 'plan.json');
const mkfifo = needed('A pipe in the place of a file', ['mkfifo']);

afterAll(() => rmSync(root, { recursive: true, force: true }));

/** null where it had to be ended. */
function exitOf(command: string, ...args: string[]): number | null {
  const { status } = spawnSync(process.execPath, [join(PROJECT, 'src/cli', `${command}.ts`), ...args], {
    cwd: PROJECT,
    env: { ...process.env, CAMPAIGNS_DIR: campaigns },
    timeout: LIMIT_MS,
    killSignal: 'SIGKILL',
  });
  return status;
}

describe.skipIf(mkfifo.isSkipped)(mkfifo.title, { timeout: 2 * LIMIT_MS }, () => {
  beforeAll(() => {
    mkfifo.demand();
    for (const file of FILES) pipe(`campaigns/pipes-r1/${file}`);
    for (const file of ['run-insights.json', 'gate-decisions.json']) pipe(`campaigns/${file}`);
    pipe('proofhouse.gate.yaml');
    pipe('plan.json');
  });

  it.each([
    ['recheck', 3, ['pipes-r1']],
    ['verify', 3, [join(campaigns, 'pipes-r1')]],
    ['export', 0, ['pipes-r1', '--format', 'junit']],
    ['comment', 0, ['pipes-r1']],
    ['gate', 3, ['v1', '--subject', 'ai-memory']],
    ['merge', 2, ['--plan', plan, root]],
    ['campaign', 2, ['--plan', plan, '--shard', '1/2']],
  ] as const)('keeps no %s waiting', (command, code, args) => {
    expect(exitOf(command, ...args)).toBe(code);
  });

  it('keeps no build waiting', () => {
    expect(exitOf('build', '--dist', join(root, 'dist'))).toBe(0);
  });
});
