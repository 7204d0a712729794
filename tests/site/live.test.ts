// The development server while a campaign runs: an open page fills up by itself, and learns of a runner's end.

import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Summary } from '../../src/contract/artifacts.ts';
import { identify, numberSpace } from '../../src/machine/process-identity.ts';
import { createFolder } from '../../src/runner/artifacts.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const PROJECT = join(import.meta.dirname, '../..');

/** `npm run dev` on a directory of its own; gives its origin. */
function develop(campaigns: string): Promise<string> {
  const { PATH, HOME } = process.env;
  const env = { PATH, HOME, CAMPAIGNS_DIR: campaigns };
  const server = spawn(process.execPath, [join(PROJECT, 'src/cli/dev.ts')], { cwd: PROJECT, env, stdio: 'pipe' });
  onTestFinished(() => void server.kill('SIGKILL'));
  let said = '';
  return new Promise((resolve, reject) => {
    server.stderr.on('data', (text) => {
      said += text;
    });
    server.stdout.on('data', (text) => {
      const [address] = /^http:\S+/m.exec(text) ?? [];
      if (address) resolve(new URL(address).origin);
    });
    server.once('exit', (code) => reject(new Error(`expected a server, found exit code ${code}:\n${said}`)));
  });
}

/** What the runner writes first, and what later; a runner that only waits. */
async function begin(campaigns: string) {
  const runner = spawn('sleep', ['300'], { stdio: 'ignore' });
  onTestFinished(() => void runner.kill('SIGKILL'));
  const { 'campaign-summary.json': summary, ...documents } = proofhouseCampaign();
  const { completed_at, overall_pass, phases, ...opening } = summary as Summary;
  const folder = await createFolder(campaigns, 'live-r1');
  const process_ = { ...identify(runner.pid as number), number_space: numberSpace() };
  await folder.open({ ...opening, state: 'running', runner: process_ } as Summary);
  return {
    runner,
    writePhases: async () => {
      for (const [file, document] of Object.entries(documents)) {
        if (!file.startsWith('phase4')) await folder.writeDocument(file, document as object);
      }
    },
  };
}

function newFolder(): string {
  const campaigns = mkdtempSync(join(tmpdir(), 'live-'));
  onTestFinished(() => rmSync(campaigns, { recursive: true, force: true }));
  return campaigns;
}

const status = (phase: number) => `section[data-phase="${phase}"]`;

/** It starts a server, which compiles what it serves: on a busy machine that alone may take a minute. */
const PATIENCE_MS = 300_000;

describe('The page of a campaign that runs', { timeout: PATIENCE_MS }, () => {
  it('appears, fills up phase by phase, and says that its runner is gone', async () => {
    const campaigns = newFolder();
    const { page } = await visit('/campaigns/live-r1/', {}, await develop(campaigns));
    expect(await page.textContent('h1')).toBe('There is no page at this address');

    const { runner, writePhases } = await begin(campaigns);
    await page.waitForSelector('text=This campaign is running.');
    expect(await page.getAttribute(status(1), 'data-status')).toBe('NOT RUN');

    await writePhases();
    for (const phase of [1, 2, 3]) await page.waitForSelector(`${status(phase)}[data-status="PASS"]`);
    expect(await page.getAttribute(status(4), 'data-status')).toBe('NOT RUN');

    runner.kill('SIGKILL');
    await page.waitForSelector('text=This campaign was interrupted.');
    expect(await page.getAttribute('main', 'data-outcome')).toBe('INCOMPLETE');
  });

  it('catches up with what happened before it listened', async () => {
    const campaigns = newFolder();
    const origin = await develop(campaigns);
    const { writePhases } = await begin(campaigns);
    const { page } = await visit('/campaigns/live-r1/', {}, origin);
    await page.waitForSelector('text=This campaign is running.');

    // a page that hears nothing until another one shows what was written meanwhile
    const deaf = await page.context().newPage();
    const listens = Promise.withResolvers<void>();
    await deaf.route('**/@vite/client*', async (route) => {
      await listens.promise;
      await route.continue();
    });
    await deaf.goto(`${origin}/campaigns/live-r1/`, { waitUntil: 'commit' });
    await deaf.waitForSelector(`${status(2)}[data-status="NOT RUN"]`);
    await writePhases();
    await page.waitForSelector(`${status(3)}[data-status="PASS"]`);
    expect(await deaf.getAttribute(status(3), 'data-status')).toBe('NOT RUN');
    listens.resolve();
    await deaf.waitForSelector(`${status(3)}[data-status="PASS"]`);
  });
});
