// Ctrl-C and SIGTERM in each phase: the campaign heals, cleans up and keeps what it recorded, which then is
// judged for what it is. A phase that was broken off proves nothing, for the subject or against it.

import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { isAlive } from '../../src/machine/process-identity.ts';
import { judge } from '../../src/verdict/judge.ts';
import { until } from '../subjects/reference/three-nodes.ts';
import {
  type CampaignProcess,
  type Ended,
  isFrozen,
  LINUX,
  newPlace,
  type Place,
  runFolders,
  startCampaign,
  startCommand,
  summaryIn,
} from './campaign-process.ts';

const LIMIT_MS = 180_000;
/** Far less than any phase takes by itself on a machine that is busy. */
const LEAVING_MS_MAX = 20_000;
const ID = 'stopped';

/** Sends a signal to the runner alone, or to its whole process group, as a terminal does. */
const send = ({ child }: CampaignProcess, signal: NodeJS.Signals, group: boolean): void =>
  void process.kill(group ? -(child.pid as number) : (child.pid as number), signal);

async function expectClean(place: Place, process: CampaignProcess): Promise<void> {
  await until(
    async () => process.below().filter(isAlive),
    (alive) => alive.length === 0,
  );
  expect(runFolders(place)).toEqual([]);
}

function expectKept(place: Place, ended: Ended, phases: readonly string[]): void {
  expect(ended.code, ended.stderr).toBe(130);
  expect(JSON.parse(ended.stdout)).toMatchObject({ state: 'interrupted', outcome: 'INCOMPLETE', exit_code: 130 });
  expect(summaryIn(place, ID)).toMatchObject({ state: 'interrupted', overall_pass: false });
  const verdict = judge(readFolder(place.out, ID));
  expect(verdict.phases.map(({ status }) => status)).toEqual(phases);
  expect(verdict.artifacts.filter(({ departs }) => departs !== null)).toEqual([]);
  const files = readdirSync(join(place.out, ID));
  expect(files).toContain('evidence.sha256.json');
  expect(files.filter((file) => file.endsWith('.partial'))).toEqual([]);
}

describe('a campaign that is interrupted', { timeout: LIMIT_MS }, () => {
  const NONE = 'NOT RUN';
  test.each([
    [1, 'MCP handshake done', 'SIGTERM', [NONE, NONE, NONE, NONE]],
    [2, 'all nodes answer', 'SIGINT', ['PASS', NONE, NONE, NONE]],
    [3, 'answers, embedded', 'SIGTERM', ['PASS', 'PASS', NONE, NONE]],
    [4, 'kill_primary_mid_write: 2 cycles', 'SIGINT', ['PASS', 'PASS', 'PASS', 'INCONCLUSIVE']],
  ] as const)('in phase %i keeps what it has, says so, and ends with 130', async (_phase, words, signal, phases) => {
    const place = newPlace();
    // as from a terminal: a process group of its own, all of which a Ctrl-C reaches
    const stopped = startCampaign(place, ['--id', ID, '--json'], { detached: true });
    await stopped.reached(words);
    const asked = performance.now();
    send(stopped, signal, true);
    const ended = await stopped.ended;
    expect(performance.now() - asked).toBeLessThan(LEAVING_MS_MAX);
    expectKept(place, ended, phases);
    await expectClean(place, stopped);
  });

  test.skipIf(!LINUX)('while a node is frozen thaws it, and leaves no process', async () => {
    const place = newPlace();
    const args = ['--id', ID, '--replay', 'pause_primary:1', '--seed', '7', '--json'];
    const stopped = startCampaign(place, args);
    await until(
      async () => stopped.below(),
      (below) => below.some(isFrozen),
      60_000,
    );
    send(stopped, 'SIGTERM', false);
    expect(await stopped.ended).toMatchObject({ code: 130 });
    await expectClean(place, stopped);
  });

  const NPM = ['npm', 'run', '-s', 'campaign', '--'] as const;
  test.each([
    ['a SIGTERM to the npm that started it, which tells nobody', 'SIGTERM', false],
    ['a Ctrl-C that npm hands on to it once more', 'SIGINT', true],
  ] as const)('by %s cleans up all the same', async (_how, signal, group) => {
    const place = newPlace();
    const stopped = startCampaign(place, ['--id', ID, '--json'], { command: NPM, detached: true });
    await stopped.reached('all nodes answer');
    send(stopped, signal, group);
    await stopped.ended;
    await expectClean(place, stopped);
    expect(summaryIn(place, ID)).toMatchObject({ state: 'interrupted' });
  });

  test('under npm start ends with it, and nothing is built or served', async () => {
    const place = newPlace();
    const env = { CAMPAIGNS_DIR: place.out };
    const started = startCommand(place, ['npm', '-s', 'start'], { env, detached: true });
    await started.reached('all nodes answer');
    send(started, 'SIGTERM', false);
    await started.ended;
    await expectClean(place, started);
    const [id = ''] = readdirSync(place.out);
    expect(summaryIn(place, id)).toMatchObject({ state: 'interrupted' });
  });

  test('by the end of its terminal cleans up all the same', async () => {
    const place = newPlace();
    const stopped = startCampaign(place, ['--id', ID, '--json']);
    await stopped.reached('commands answered');
    send(stopped, 'SIGHUP', false);
    expect(await stopped.ended).toMatchObject({ code: 130 });
    expect(summaryIn(place, ID)).toMatchObject({ state: 'interrupted' });
    await expectClean(place, stopped);
  });

  test('while nobody reads its output any more cleans up all the same', async () => {
    const place = newPlace();
    const reader = startCampaign(place, ['--id', ID]);
    await reader.reached('commands answered');
    reader.child.stderr?.destroy();
    reader.child.stdout?.destroy();
    send(reader, 'SIGTERM', false);
    expect(await reader.ended).toMatchObject({ code: 130 });
    await expectClean(place, reader);
  });
});
