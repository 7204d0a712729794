// Before the tests of the site: every build that they read, one after the other through the command itself,
// the servers, and one browser.

import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { TestProject } from 'vitest/node';
import { firstFreePort } from '../../src/machine/free-port.ts';
import { type Served, serveBuilt } from '../../src/publish/built.ts';
import { insightsFile, writeExamples } from '../fixtures/campaigns.ts';
import { HOSTILE_INSIGHTS, writeHostile } from '../fixtures/hostile.ts';
import { written } from '../fixtures/written.ts';
import { launchBrowser } from './browser.ts';

const PROJECT = join(import.meta.dirname, '../..');
const CORPUS = join(PROJECT, '../shared/corpus/runs');
const PORT = 4700;
/** On a machine that is busy with other things; a build that does not end is a failure, not a wait. */
const BUILD_MS_MAX = 180_000;
export const SITE_URL = 'https://proofs.example.org';

export interface Built {
  code: number | null;
  stdout: string;
  stderr: string;
  dist: string;
}
export interface Site extends Built {
  base: string;
  address: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    campaigns: string;
    sites: Site[];
    broken: Built;
    /** Of the campaigns that the project keeps. */
    committed: Site;
    corpus: (Built & { runs: string }) | null;
    browser: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const root = mkdtempSync(join(tmpdir(), 'proofhouse-site-'));
  const undo: (() => unknown)[] = [() => rmSync(root, { recursive: true, force: true })];
  const teardown = async () => {
    for (const step of undo.toReversed()) await step();
  };
  try {
    const browser = await launchBrowser();
    undo.push(() => browser.close());
    project.provide('browser', browser.wsEndpoint());
    const campaigns = writeCampaigns(root);
    project.provide('campaigns', campaigns);
    const sites: Site[] = [];
    for (const base of ['/', '/some/base/']) {
      const built = await build(campaigns, join(root, `dist${sites.length}`), base);
      if (built.code !== 0)
        throw new Error(`expected the examples to build, found exit code ${built.code}:\n${built.stderr}`);
      const served = await serve(built.dist, base);
      undo.push(served.stop);
      sites.push({ ...built, base, address: served.address });
    }
    project.provide('sites', sites);
    const committed = await build(join(PROJECT, 'campaigns'), join(root, 'committed-dist'), '/');
    const served = await serve(committed.dist, '/');
    undo.push(served.stop);
    project.provide('committed', { ...committed, base: '/', address: served.address });
    project.provide('broken', await build(writeBroken(root, campaigns), join(root, 'broken-dist'), '/'));
    const runs = existsSync(CORPUS) ? CORPUS : null;
    project.provide('corpus', runs ? { runs, ...(await build(runs, join(root, 'corpus-dist'), '/')) } : null);
  } catch (error) {
    await teardown();
    throw error;
  }
  return teardown;
}

function writeCampaigns(root: string): string {
  const campaigns = join(root, 'campaigns');
  mkdirSync(campaigns);
  writeExamples(campaigns);
  writeHostile(campaigns, join(root, 'outside'));
  return written(campaigns, Object.fromEntries(Object.entries(insightsFile(HOSTILE_INSIGHTS))));
}

/** A campaign whose analysis points at figures that no artifact holds. */
function writeBroken(root: string, campaigns: string): string {
  const broken = join(root, 'broken');
  cpSync(join(campaigns, 'harbour-r3'), join(broken, 'harbour-r3'), { recursive: true });
  const analysis =
    '---\nauthor: R. Pilot\nkind: human\n---\n\n# One\n\n## Verdict\n\n<Fact of="phase2.okay" /> acked.\n';
  return written(broken, { 'harbour-r3/analysis.mdx': analysis });
}

export async function build(
  campaigns: string,
  dist: string,
  base: string,
  settings: NodeJS.ProcessEnv = {},
): Promise<Built> {
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    CAMPAIGNS_DIR: campaigns,
    BASE_PATH: base,
    SITE_URL,
    ASTRO_TELEMETRY_DISABLED: '1',
    ...settings,
  };
  const args = [join(PROJECT, 'src/cli/build.ts'), '--dist', dist];
  const child = spawn(process.execPath, args, {
    cwd: PROJECT,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: BUILD_MS_MAX,
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  const [stdout, stderr, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  return { code, stdout, stderr, dist };
}

/** The server takes its base from the settings of the process, as `npm run preview` does. */
async function serve(dist: string, base: string): Promise<Served> {
  const before = process.env.BASE_PATH;
  process.env.BASE_PATH = base;
  try {
    return await serveBuilt({ dist, port: await firstFreePort(PORT), hosts: [] });
  } finally {
    if (before === undefined) delete process.env.BASE_PATH;
    else process.env.BASE_PATH = before;
  }
}
