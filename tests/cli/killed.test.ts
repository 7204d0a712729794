// SIGKILL to the runner in each phase, and the next start: nothing of the dead run is left, and nothing else on
// the machine was touched.

import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, onTestFinished, test } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { stillRuns } from '../../src/evidence/runner-life.ts';
import { identify, isAlive, type ProcessIdentity } from '../../src/machine/process-identity.ts';
import { judge } from '../../src/verdict/judge.ts';
import { until } from '../subjects/reference/three-nodes.ts';
import {
  campaign,
  isFrozen,
  LINUX,
  listening,
  newPlace,
  type Place,
  runFolders,
  startCampaign,
  summaryIn,
} from './campaign-process.ts';

const LIMIT_MS = 180_000;
/** The hardest moment of phase 4: a node is frozen and can end itself no more. */
const CHAOS = ['--replay', 'pause_peer:1', '--seed', '7'];
/** Where each phase is caught: what it said last, and how it is reached soonest. */
const MOMENTS: readonly [phase: number, words: string, args: string[]][] = [
  [1, 'MCP handshake done', []],
  [2, 'all nodes answer', []],
  [3, 'answers, embedded', []],
  [4, 'pause_peer: 1 cycle', CHAOS],
];

/** Things that look like those of a run, and are none of it. */
function decoys({ tmp }: Place): { folders: string[]; processes: ProcessIdentity[] } {
  const names = ['proofhouse-000000decade', 'proofhouse-screenshots', 'proofhouse-', 'proofhouse-0123456789abcdef'];
  for (const name of names) {
    mkdirSync(join(tmp, name));
    writeFileSync(join(tmp, name, 'precious.txt'), 'not yours');
    utimesSync(join(tmp, name), 0, 0);
  }
  const start = (env: Record<string, string>): ProcessIdentity => {
    const program = '/* reference/program.ts serve --parent-pipe */ setInterval(() => {}, 1000)';
    const child = spawn(process.execPath, ['-e', program], { stdio: 'ignore', env: { ...process.env, ...env } });
    onTestFinished(() => void child.kill('SIGKILL'));
    return identify(child.pid as number) as ProcessIdentity;
  };
  return { folders: names, processes: [start({}), start({ PROOFHOUSE_RUN: 'feedfeedfeed' })] };
}

describe.skipIf(!LINUX)('a runner that is killed in phase', { timeout: LIMIT_MS }, () => {
  for (const [phase, words, args] of MOMENTS) {
    test(`${phase} leaves nothing behind after the next start, which touches nothing else`, async () => {
      const place = newPlace();
      const others = decoys(place);
      const killed = startCampaign(place, ['--id', 'killed', ...args]);
      await killed.reached(words);
      if (phase === 4)
        await until(
          async () => killed.below(),
          (below) => below.some(isFrozen),
        );
      const ports = killed.ports();
      const [run] = runFolders(place);
      expect(run).toBeDefined();
      killed.child.kill('SIGKILL');
      expect(await killed.ended).toMatchObject({ code: null, signal: 'SIGKILL' });
      expect(killed.below().length).toBeGreaterThan(1);
      if (phase > 1) expect(ports.length).toBeGreaterThan(0);

      // the next start finds the id taken, and everything else cleared away
      const next = await campaign(place, ['--id', 'killed', ...args]);
      expect(next).toMatchObject({ code: 2, stderr: expect.stringContaining('never overwritten') });
      await until(
        async () => killed.below().filter(isAlive),
        (alive) => alive.length === 0,
      );
      expect(runFolders(place)).toEqual(['proofhouse-000000decade']);
      const open = new Set(listening().map(({ port }) => port));
      expect(ports.filter((port) => open.has(port))).toEqual([]);

      expect(others.processes.filter(isAlive)).toEqual(others.processes);
      for (const name of others.folders) expect(readdirSync(join(place.tmp, name))).toEqual(['precious.txt']);
    });
  }
});

test('what a killed runner recorded is an interrupted campaign, never a pass', { timeout: LIMIT_MS }, async () => {
  const place = newPlace();
  const killed = startCampaign(place, ['--id', 'killed']);
  await killed.reached('phase 2 of 4');
  expect(stillRuns(summaryIn(place, 'killed').runner)).toBe(true);
  killed.child.kill('SIGKILL');
  await killed.ended;
  const summary = summaryIn(place, 'killed');
  expect(summary.state).toBe('running');
  expect(stillRuns(summary.runner)).toBe(false);
  const { outcome, phases } = judge(readFolder(place.out, 'killed'));
  expect([outcome, ...phases.map(({ status }) => status)]).toEqual([
    'INCOMPLETE',
    'PASS',
    'NOT RUN',
    'NOT RUN',
    'NOT RUN',
  ]);
});
