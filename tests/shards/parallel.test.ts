// The README's five lines for a fleet of one's own, run as they are there but for the numbers and the folder: GNU
// parallel reaches two logins over ssh, each runs a shard, and the merge joins what they gave back.

import { execFile, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { PROJECT } from '../cli/campaign-process.ts';
import { needed } from '../needed.ts';
import { readmeBlock } from '../readme.ts';
import { until } from '../subjects/reference/three-nodes.ts';
import { workingTree } from '../workflows/repositories.ts';
import { smallCampaign } from '../workflows/small-campaign.ts';
import { LOGINS, openLogins } from './ssh-logins.ts';

const LIMIT_MS = 600_000;
const KILL_MS_MAX = 120_000;
const { title, isSkipped, demand } = needed('GNU parallel over ssh', [
  'parallel',
  'rsync',
  'sshd',
  'ssh',
  'ssh-keygen',
]);

interface Fleet {
  here: string;
  there: string;
  env: NodeJS.ProcessEnv;
}

/** Two copies of this checkout, the second being that of the machines, and two logins. */
async function fleet(): Promise<Fleet> {
  const dir = mkdtempSync(join(tmpdir(), 'shards-fleet-'));
  onTestFinished(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }));
  const [here, there] = [join(dir, 'here'), join(dir, 'there')];
  for (const folder of [here, there]) {
    mkdirSync(folder);
    workingTree(folder, []);
    symlinkSync(join(PROJECT, 'node_modules'), join(folder, 'node_modules'));
  }
  writeFileSync(join(here, 'fleet'), `${LOGINS.join('\n')}\n`);
  // what people answer once: that they will cite the tool
  mkdirSync(join(dir, 'parallel'));
  writeFileSync(join(dir, 'parallel', 'will-cite'), '');
  const env = { ...process.env, PARALLEL_HOME: join(dir, 'parallel'), PARALLEL_SSH: await openLogins(dir), HOME: dir };
  return { here, there, env };
}

/** The lines of the README for two shards of a campaign that small. */
const lines = ({ there }: Fleet, options: string): string =>
  readmeBlock('sh', '--sshloginfile')
    .replaceAll(/\b8\b/g, '2')
    .replace('/opt/proofhouse', there)
    .replace('--profile gate', `--profile smoke ${options}`);

const run = ({ here, env }: Fleet, script: string) =>
  new Promise<{ code: unknown; said: string }>((ended) => {
    execFile('bash', ['-c', script], { cwd: here, env, maxBuffer: 1e8 }, (error, stdout, stderr) =>
      ended({ code: error ? error.code : 0, said: stdout + stderr }),
    );
  });

/** Columns by name; of each job once. */
function jobsIn({ here }: Fleet) {
  const [head = '', ...rows] = readFileSync(join(here, 'shards.log'), 'utf8').trimEnd().split('\n');
  const names = head.split('\t');
  return rows.map((row) => Object.fromEntries(row.split('\t').map((value, i) => [names[i] ?? '', value])));
}

describe.skipIf(isSkipped)(title, { timeout: LIMIT_MS }, () => {
  beforeAll(demand);

  test('runs the shards of one plan on two machines, and the merge is the whole campaign', async () => {
    const machines = await fleet();
    const { code, said } = await run(machines, lines(machines, smallCampaign(2).join(' ')));
    // inconclusive, and no pass, where the machine is busy with other things
    const busy = / INCONCLUSIVE$/m.test(said);
    expect([code, said]).toEqual([busy ? 3 : 0, expect.stringContaining(`Outcome ${busy ? 'INCOMPLETE' : 'PASS'}`)]);
    expect(said).not.toMatch(/did not come back|was broken off/);
    const jobs = jobsIn(machines);
    expect(jobs.map(({ Signal }) => Signal)).toEqual(['0', '0']);
    expect(jobs.every(({ Exitval }) => Exitval === '0') || busy).toBe(true);
    expect(jobs.map(({ Host }) => Host).toSorted()).toEqual([...LOGINS]);
    const [id = ''] = readdirSync(join(machines.here, 'campaigns'));
    const summary = JSON.parse(readFileSync(join(machines.here, 'campaigns', id, 'campaign-summary.json'), 'utf8'));
    expect(summary.shards.map(({ state }: { state: string }) => state)).toEqual(['complete', 'complete']);

    rmSync(join(machines.here, 'campaigns', id), { recursive: true });
    rmSync(join(machines.here, 'campaigns-shards', `${id}.shard-2-of-2`), { recursive: true });
    expect(await run(machines, 'npm run -s merge -- --plan plan.json campaigns-shards')).toMatchObject({
      code: 3,
      said: expect.stringMatching(/Outcome INCOMPLETE.*shard 2 of 2 did not come back: cycles 2 of each class/s),
    });
  });

  test('tries a shard once: one that is killed makes the campaign incomplete, and is named', async () => {
    const machines = await fleet();
    const ended = run(machines, lines(machines, smallCampaign(2).join(' ')).replace(/^npm run merge.*$/m, ''));
    const victim = await until(
      async () => shardProcess(machines.there, '1/2'),
      (pid) => pid !== null,
      KILL_MS_MAX,
    );
    process.kill(victim as number, 'SIGKILL');
    // as many as did not end with 0: the other may be inconclusive
    expect([1, 2]).toContain((await ended).code);
    expect(
      jobsIn(machines)
        .map(({ Seq }) => Seq)
        .toSorted(),
    ).toEqual(['1', '2']);
    const merged = spawnSync('npm', ['run', '-s', 'merge', '--', '--plan', 'plan.json', 'campaigns-shards'], {
      cwd: machines.here,
      env: machines.env,
      encoding: 'utf8',
    });
    expect(merged.stdout + merged.stderr).toMatch(
      /shard 1 of 2 (did not come back|was broken off): phases 1, 2, 3 and cycles 1 of/,
    );
    expect(merged.status).toBe(3);
  });
});

/** The process on one of the machines that runs that shard. */
function shardProcess(there: string, shard: string): number | null {
  for (const pid of readdirSync('/proc').filter((name) => /^\d+$/.test(name))) {
    try {
      const args = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      const isShard = args.includes('src/cli/campaign.ts') && args.includes(shard);
      if (isShard && readlinkSync(`/proc/${pid}/cwd`) === there) return Number(pid);
    } catch {
      // processes go while one looks
    }
  }
  return null;
}
