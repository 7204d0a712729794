import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { reconstructionSchema } from '../../src/contract/reconstruction.ts';
import { readFolder } from '../../src/evidence/folder.ts';
import { reconstructCampaign } from '../../src/reconstruct/campaign.ts';
import { connect } from '../../src/reconstruct/github.ts';
import { evidenceOfRun } from '../../src/reconstruct/source.ts';
import { judge } from '../../src/verdict/judge.ts';
import * as shape from './log-shapes.ts';
import { bytes, paged, type RestServer, refuse, restServer, serveRun, serviceJob, signed } from './rest-server.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

const REPO = '/api/v3/repos/o/n/actions';
const LOGS = `${REPO}/runs/1/attempts/1/logs`;
const zip = shape.runArchive('campaign', [
  { number: 8, name: 'Aggregate', lines: shape.aggregateStep(shape.summary()) },
]);
const jobText = shape.stamped(shape.aggregateStep(shape.summary()));

let server: RestServer;
let out: string;
beforeEach(async () => {
  server = await restServer();
  out = await mkdtemp(join(tmpdir(), 'reconstruct-'));
  serveRun(server, 1, bytes(zip));
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  await rm(out, { recursive: true });
});

async function rebuild() {
  const { apiUrl } = server;
  const service = connect({ owner: 'o', repo: 'n', token: 'ghs_test', apiUrl, log: () => {}, secondMs: 1 });
  const evidence = await evidenceOfRun(service, await service.run(1, null), 'o/n');
  return reconstructCampaign(evidence, { campaignId: shape.CAMPAIGN, out, dryRun: false });
}

const serveLog = (log: Buffer) => signed(server, LOGS, 'run-1', bytes(log));
const count = (path: string) => server.seen.filter((line) => line.includes(path)).length;

describe('A run', () => {
  it('comes back whole from its archive, attempt pinned, token kept from the signed address', async () => {
    expect(await rebuild()).toMatchObject({ complete: true, missing: [] });
    const folder = join(out, shape.CAMPAIGN);
    expect(await readFile(join(folder, 'phase2.json'), 'utf8')).toBe(`${shape.pretty(shape.phase2)}\n`);
    const record = reconstructionSchema.parse(JSON.parse(await readFile(join(folder, 'reconstruction.json'), 'utf8')));
    expect(record.source).toMatchObject({
      repository: 'o/n',
      run_id: '1',
      run_attempt: 1,
      form: 'archive',
      jobs: [{ job_id: '10', name: 'campaign' }],
    });
    expect(record.excerpts[0]).toMatchObject({
      job_id: '10',
      job: 'campaign',
      step: 'Aggregate',
      step_number: 8,
      log: 'campaign/8_Aggregate.txt',
    });
    expect(server.leaked).toEqual([]);
    expect(count('/runs/1/logs')).toBe(0);
  });

  it('of more jobs than a page holds gives all of them, and fetches those that the archive lacks', async () => {
    serveRun(server, 1, bytes(shape.archive({ '0_other.txt': 'x\n' })), {
      jobs: [serviceJob(9, 'other'), serviceJob(11, 'phase / two (a, b)')],
    });
    signed(server, `${REPO}/jobs/11/logs`, 'job-11', bytes(jobText, 'text/plain'));
    expect(await rebuild()).toMatchObject({ complete: true });
    expect(count('/jobs/9/logs')).toBe(0);
  });

  it('with an uploaded artifact gives the run its own bytes back, recorded and not reconstructed', async () => {
    const odd = '{"phase":2,  "pass": true}\n';
    const artifact = {
      id: 5,
      name: 'campaign',
      size_in_bytes: 100,
      expired: false,
      created_at: '2026-04-20T13:30:00Z',
      digest: null,
    };
    server.on(`${REPO}/runs/1/artifacts`, paged('artifacts', [{ ...artifact, id: 4, expired: true }, artifact], 1));
    const files = {
      [`${shape.CAMPAIGN}/phase2.json`]: odd,
      [`${shape.CAMPAIGN}/../../escape.json`]: 'x',
      'other/phase3.json': '{}',
    };
    signed(server, `${REPO}/artifacts/5/zip`, 'artifact-5', bytes(shape.archive(files)));
    await rebuild();
    const folder = join(out, shape.CAMPAIGN);
    expect(await readFile(join(folder, 'phase2.json'), 'utf8')).toBe(odd);
    const list = JSON.parse(await readFile(join(folder, 'evidence.sha256.json'), 'utf8'));
    const provenance = Object.fromEntries(
      list.artifacts.map((line: { file: string; provenance: string }) => [line.file, line.provenance]),
    );
    expect(provenance).toMatchObject({
      'phase2.json': 'recorded',
      'phase3.json': 'reconstructed',
      'reconstruction.json': 'reconstructed',
    });
    expect(await readdir(out)).toEqual([shape.CAMPAIGN]);
  });
});

it('An uploaded artifact that the log contradicts is refused: its bytes cannot take in what speaks against them', async () => {
  const artifact = { id: 5, name: 'campaign', size_in_bytes: 100, expired: false, digest: null };
  const made = { ...artifact, created_at: '2026-04-20T13:30:00Z' };
  server.on(`${REPO}/runs/1/artifacts`, paged('artifacts', [made], 1));
  const files = { [`${shape.CAMPAIGN}/phase4.json`]: JSON.stringify(shape.phase4) };
  signed(server, `${REPO}/artifacts/5/zip`, 'artifact-5', bytes(shape.archive(files)));
  const lines = [...shape.aggregateStep(shape.summary()), '[phase4] partition_minority convergence_bound=0.2'];
  serveLog(shape.runArchive('campaign', [{ number: 8, name: 'Aggregate', lines }]));
  const result = await rebuild();
  expect(new Set(result.files.map(({ state }) => state))).toEqual(new Set(['refused']));
  expect(result.files[0]?.reason).toContain('the log contradicts phase4.json, which the run uploaded');
  expect(await readdir(out)).toEqual([]);
});

describe('A run that was started again', () => {
  // Attempt 2 ran only the job `chaos` again; the list of its jobs names both, and the other's old log is still there.
  const began = '2026-04-20T14:00:00Z';
  const at = (job: ReturnType<typeof serviceJob>, from: string, to: string) => ({
    ...job,
    started_at: from,
    completed_at: to,
  });
  const chaos = [...shape.phase4Step.slice(0, -1), '[phase4] partition_minority convergence_bound=0.5'];
  const jobs = [
    at(serviceJob(20, 'aggregate'), '2026-04-20T13:00:00Z', '2026-04-20T13:30:00Z'),
    at(serviceJob(21, 'chaos'), '2026-04-20T14:00:10Z', '2026-04-20T14:20:00Z'),
  ];
  const serve = (log: string) => {
    serveRun(server, 1, bytes(shape.archive({ '0_chaos.txt': log })), {
      jobs,
      run: { run_attempt: 2, run_started_at: began, updated_at: '2026-04-20T14:30:00Z' },
    });
    signed(server, `${REPO}/jobs/20/logs`, 'job-20', bytes(jobText, 'text/plain'));
  };

  it('gives nothing of a job that ended before the attempt began, and says so', async () => {
    serve(shape.stamped(chaos, Date.parse('2026-04-20T14:01:00Z')));
    const result = await rebuild();
    expect(result.notes.join('\n')).toContain('job aggregate ended at 2026-04-20T13:30:00Z, before attempt 2 began');
    expect(count('/jobs/20/logs')).toBe(0);
    expect(result.complete).toBe(false);
    const verdict = judge(readFolder(out, shape.CAMPAIGN));
    expect(verdict.outcome).toBe('FAIL');
    expect(verdict.phases.map(({ status }) => status)).not.toContain('PASS');
  });

  it('gives nothing of lines from before the attempt, under whatever name the archive holds them', async () => {
    serve(`${jobText}${shape.stamped(chaos, Date.parse('2026-04-20T14:01:00Z'))}`);
    const result = await rebuild();
    expect(result.notes.join('\n')).toContain('lines from before attempt 2 began');
    expect(judge(readFolder(out, shape.CAMPAIGN)).outcome).toBe('FAIL');
  });
});

describe('A run whose folder is there', () => {
  const ci = { repository: 'o/n', run_id: '1', run_attempt: '2' };
  it.each([
    [{ ...ci, run_id: '3' }, 'the folder is of run 3 of o/n'],
    [ci, 'give --attempt 2'],
  ])('is not mixed with the evidence of another run or attempt: %o', async (named, words) => {
    await mkdir(join(out, shape.CAMPAIGN));
    await writeFile(
      join(out, shape.CAMPAIGN, 'campaign-summary.json'),
      JSON.stringify({ ...shape.summary(), ci: named }),
    );
    const result = await rebuild();
    expect(result.files.map((file) => file.reason).join()).toContain(words);
    expect(await readdir(join(out, shape.CAMPAIGN))).toEqual(['campaign-summary.json']);
  });

  it('still gives its uploaded artifacts after its log has expired', async () => {
    const artifact = {
      id: 5,
      name: 'campaign',
      size_in_bytes: 100,
      expired: false,
      created_at: '2026-04-20T13:30:00Z',
      digest: null,
    };
    server.on(`${REPO}/runs/1/artifacts`, paged('artifacts', [artifact], 1));
    server.on(LOGS, refuse(410, 'Gone'));
    const files = { 'campaign-summary.json': shape.pretty(shape.summary()), 'phase2.json': shape.pretty(shape.phase2) };
    signed(server, `${REPO}/artifacts/5/zip`, 'artifact-5', bytes(shape.archive(files)));
    const result = await rebuild();
    expect(result.files.map((file) => [file.file, file.state, file.from])).toEqual([
      ['campaign-summary.json', 'written', 'artifact'],
      ['phase2.json', 'written', 'artifact'],
    ]);
    expect(result.notes.join()).toContain('expired');
  });
});
