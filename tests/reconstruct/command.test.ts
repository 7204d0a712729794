// The command itself, in a process of its own, against the local service.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import * as shape from './log-shapes.ts';
import { bytes, paged, type RestServer, refuse, restServer, serveRun, serviceRun } from './rest-server.ts';

const COMMAND = resolve('src/cli/reconstruct.ts');
let server: RestServer;
let out: string;
beforeEach(async () => {
  server = await restServer();
  out = await mkdtemp(join(tmpdir(), 'command-'));
  serveRun(
    server,
    1,
    bytes(
      shape.runArchive('campaign', [{ number: 8, name: 'Aggregate', lines: shape.aggregateStep(shape.summary()) }]),
    ),
  );
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(out, { recursive: true });
});

const run = (...args: string[]) =>
  execa(process.execPath, [COMMAND, ...args], {
    reject: false,
    env: { GITHUB_API_URL: server.apiUrl, GITHUB_TOKEN: 'ghs_never_shown', CAMPAIGNS_DIR: out },
  });

describe('npm run reconstruct', { timeout: 90_000 }, () => {
  it('--repo o/n --run 1 --campaign x rebuilds the folder and exits 0', async () => {
    const result = await run('--repo', 'o/n', '--run', '1', '--campaign', shape.CAMPAIGN, '--json');
    expect(result.stderr).toContain('wrote       phase2.json  (aggregate, byte for byte, campaign/8_Aggregate.txt:');
    expect(result.exitCode).toBe(0);
    expect(JSON.parse(result.stdout)).toMatchObject({ campaign_id: shape.CAMPAIGN, complete: true, missing: [] });
    expect(await readFile(join(out, shape.CAMPAIGN, 'phase4.json'), 'utf8')).toBe(`${shape.pretty(shape.phase4)}\n`);
    expect(server.seen[0]).toBe('GET /api/v3/repos/o/n/actions/runs/1');
    expect(result.stdout + result.stderr).not.toContain('ghs_never_shown');
  });

  it('exits 3 where only a part came back, and names what is still missing', async () => {
    const log = join(out, 'log.txt');
    await writeFile(log, shape.stamped([...shape.phase2Step, ...shape.aggregateStep(shape.summary([], true))]));
    const { exitCode, stderr } = await run('--log', log, '--campaign', shape.CAMPAIGN);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Not complete: phase2.json still absent or partly unknown');
  });

  it('exits 3 where the log contradicts what it printed, or masks it, and names the lines', async () => {
    const log = join(out, 'log.txt');
    await writeFile(log, shape.stamped([...shape.aggregateStep(shape.summary()), 'Overall pass: false']));
    const contradicted = await run('--log', log, '--campaign', shape.CAMPAIGN, '--dry-run');
    expect(contradicted.exitCode).toBe(3);
    expect(contradicted.stderr).toMatch(/contradicted phase4\.json {2}by log\.txt:\d+: Overall pass: false/);
    const masked = shape.pretty(shape.summary()).replaceAll(shape.CAMPAIGN, '***');
    await writeFile(log, shape.stamped(masked.split('\n')));
    const nameless = await run('--log', log, '--campaign', shape.CAMPAIGN);
    expect(nameless.exitCode).toBe(3);
    expect(nameless.stderr).toContain('a summary whose campaign_id or values are masked (***), at log.txt:1');
  });

  it('exits 2 at once where --log is a pipe, which would be waited for', async () => {
    const pipe = join(out, 'pipe');
    await execa('mkfifo', [pipe]);
    const { exitCode, stderr } = await run('--log', pipe, '--campaign', 'x');
    expect(exitCode).toBe(2);
    expect(stderr).toContain('expected a log file or a run-log archive; found a pipe (FIFO)');
    const device = await run('--log', '/dev/null', '--campaign', 'x');
    expect([device.exitCode, device.stderr]).toEqual([2, expect.stringContaining('found a device')]);
  });

  it('refuses a folder whose list of evidence is a pipe', async () => {
    const folder = join(out, shape.CAMPAIGN);
    await mkdir(folder);
    await execa('mkfifo', [join(folder, 'evidence.sha256.json'), join(folder, 'campaign-summary.json')]);
    const log = join(out, 'log.txt');
    await writeFile(log, shape.stamped(shape.aggregateStep(shape.summary())));
    const { exitCode, stderr } = await run('--log', log, '--campaign', shape.CAMPAIGN, '--out', out);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('evidence.sha256.json: expected a file')]);
    expect((await readdir(folder)).sort()).toEqual(['campaign-summary.json', 'evidence.sha256.json']);
  });

  it('exits 3 where the log holds nothing, and writes nothing', async () => {
    const log = join(out, 'log.txt');
    await writeFile(log, 'nothing here\n');
    const { exitCode, stderr } = await run('--log', log, '--campaign', shape.CAMPAIGN);
    expect(exitCode).toBe(3);
    expect(stderr).toContain('Nothing could be rebuilt');
    expect(await readdir(out)).toEqual(['log.txt']);
  });

  it('exits 4 where the service refuses, with the next step', async () => {
    server.on('/api/v3/repos/o/n/actions/runs/1/attempts/2', refuse(410, 'Gone'));
    const { exitCode, stderr } = await run('--repo', 'o/n', '--run', '1', '--attempt', '2', '--campaign', 'x');
    expect(exitCode).toBe(4);
    expect(stderr).toContain('90 days');
  });

  it('--missing prints a row for every run', async () => {
    server.on('/api/v3/repos/o/n/actions/workflows/campaign.yml/runs', paged('workflow_runs', [serviceRun(1)], 2));
    const { exitCode, stderr, stdout } = await run(
      '--repo',
      'o/n',
      '--workflow',
      'campaign.yml',
      '--missing',
      '--since',
      '2026-01-01',
      '--json',
    );
    expect(stderr).toMatch(/1#1 +sample-v1\.2\.0-r7 +rebuilt/);
    expect(JSON.parse(stdout)).toMatchObject({ runs: [{ run_id: '1', state: 'rebuilt' }] });
    expect(exitCode).toBe(0);
  });

  it('exits 2 on wrong usage, and 0 on --help', async () => {
    const wrong = [
      ['--run', '1', '--campaign', 'x'],
      ['--repo', 'o', '--run', '1'],
      ['--nonsense'],
      ['--log', 'x', '--campaign', '../x'],
      ['--log', '/none', '--campaign', 'x'],
      ['--missing', '--repo', 'o/n'],
      ['--log', 'x'],
    ];
    const codes = await Promise.all(wrong.map(async (args) => (await run(...args)).exitCode));
    expect(codes).toEqual(wrong.map(() => 2));
    expect((await run('--help')).exitCode).toBe(0);
  });
});
