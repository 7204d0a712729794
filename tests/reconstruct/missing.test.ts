import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { connect } from '../../src/reconstruct/github.ts';
import { type RunRow, reconstructMissing } from '../../src/reconstruct/missing.ts';
import * as shape from './log-shapes.ts';
import { bytes, paged, type RestServer, refuse, restServer, serveRun, serviceJob, serviceRun } from './rest-server.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

const RUNS = '/api/v3/repos/o/n/actions/workflows/campaign.yml/runs';
let server: RestServer;
let out: string;
beforeEach(async () => {
  server = await restServer();
  out = await mkdtemp(join(tmpdir(), 'missing-'));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(out, { recursive: true });
});

const search = (since: string | null = null, dryRun = false) =>
  reconstructMissing({
    github: connect({ owner: 'o', repo: 'n', token: null, apiUrl: server.apiUrl, log: () => {}, secondMs: 1 }),
    repository: 'o/n',
    workflow: 'campaign.yml',
    since,
    out,
    dryRun,
    report: () => {},
  });

const logOf = (id: string, phases: readonly unknown[] = shape.allPhases) =>
  bytes(
    shape.archive({
      '0_campaign.txt': shape.stamped(shape.pretty({ ...shape.summary(phases), campaign_id: id }).split('\n')),
    }),
  );

const list = (...runs: ReturnType<typeof serviceRun>[]) => server.on(RUNS, paged('workflow_runs', runs, 2));
const states = (rows: readonly RunRow[]) => rows.map((row) => [row.run_id, row.campaign_id, row.state]);

it('A summary that is a pipe names no run and is not waited for', async () => {
  list();
  await mkdir(join(out, 'sample-r1'));
  await execa('mkfifo', [join(out, 'sample-r1', 'campaign-summary.json')]);
  expect(await search()).toEqual([]);
});

it('Every run of the workflow has its row: complete, rebuilt, nothing to rebuild, expired, running', async () => {
  list(
    serviceRun(6, { status: 'in_progress' }),
    serviceRun(5, { display_title: 'Campaign sample-r5' }),
    serviceRun(4, { display_title: 'Campaign sample-r4' }),
    serviceRun(3),
    serviceRun(2),
    serviceRun(1, { display_title: 'Campaign sample-r1' }),
  );
  await mkdir(join(out, 'sample-r5'));
  for (const name of ['campaign-summary', 'phase1-node-a', 'phase1-node-b', 'phase1-node-c', 'phase2'])
    await writeFile(join(out, 'sample-r5', `${name}.json`), '{}');
  const steps = ['Phase 1', 'Phase 2'].map((name, at) => ({ number: at + 1, name, conclusion: 'success' }));
  const skipped = { number: 3, name: 'Phase 3', conclusion: 'skipped' };
  serveRun(server, 5, refuse(500, 'must not be asked'), { jobs: [serviceJob(50, 'campaign', [...steps, skipped])] });
  serveRun(server, 4, logOf('sample-r4'));
  serveRun(server, 3, logOf('sample-r3', []));
  serveRun(server, 2, bytes(shape.archive({ '0_campaign.txt': 'hello\n' })));
  serveRun(server, 1, bytes('x'));
  server.on('/api/v3/repos/o/n/actions/runs/1/attempts/1/logs', refuse(410, 'Gone'));
  const rows = await search();
  expect(states(rows)).toEqual([
    ['6', null, 'running'],
    ['5', 'sample-r5', 'complete'],
    ['4', 'sample-r4', 'rebuilt'],
    ['3', 'sample-r3', 'partly rebuilt'],
    ['2', null, 'nothing to rebuild'],
    ['1', 'sample-r1', 'expired'],
  ]);
  expect((await readdir(join(out, 'sample-r4'))).length).toBe(9);
  expect(await readdir(out)).not.toContain('sample-r1');
});

it('A run is paired by the summary that names it, whatever its title says', async () => {
  list(serviceRun(8, { display_title: 'nightly' }), serviceRun(7, { display_title: 'nightly' }));
  const ci = { repository: 'o/n', run_id: '7', run_attempt: '1' };
  const summary = { ...shape.summary(), campaign_id: 'soak-9', ci };
  await mkdir(join(out, 'soak-9'));
  await writeFile(join(out, 'soak-9', 'campaign-summary.json'), JSON.stringify(summary));
  serveRun(server, 7, bytes(shape.archive({ '0_campaign.txt': shape.stamped(shape.pretty(summary).split('\n')) })));
  serveRun(server, 8, logOf('soak-9'));
  const rows = await search();
  expect(states(rows)).toEqual([
    ['8', 'soak-9', 'nothing to rebuild'],
    ['7', 'soak-9', 'rebuilt'],
  ]);
  expect(rows[0]?.detail).toContain('the folder is of run 7 of o/n, and this is run 8');
});

it('Runs before the date are not asked for, and a dry run writes nothing', async () => {
  list(
    serviceRun(4),
    serviceRun(3, { created_at: '2026-03-01T00:00:00Z' }),
    serviceRun(2, { created_at: '2026-02-01T00:00:00Z' }),
  );
  serveRun(server, 4, logOf('sample-r4'));
  expect(states(await search('2026-04-01T00:00:00Z', true))).toEqual([['4', 'sample-r4', 'rebuilt']]);
  expect(await readdir(out)).toEqual([]);
});

it('A refusal that every run would meet ends the search', async () => {
  list(serviceRun(4), serviceRun(3));
  serveRun(server, 4, bytes('x'));
  server.on('/api/v3/repos/o/n/actions/runs/4/attempts/1/logs', refuse(403, 'Must have admin rights to Repository.'));
  await expect(search()).rejects.toThrow('Set GITHUB_TOKEN');
  expect(server.seen.some((line) => line.includes('/runs/3/'))).toBe(false);
});
