import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { evidenceListSchema } from '../../src/contract/artifacts.ts';
import { reconstructionSchema } from '../../src/contract/reconstruction.ts';
import { reconstructCampaign } from '../../src/reconstruct/campaign.ts';
import { sha256 } from '../../src/reconstruct/record.ts';
import { evidenceOfFile } from '../../src/reconstruct/source.ts';
import * as shape from './log-shapes.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

let out: string;
let folder: string;
let log: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'write-'));
  folder = join(out, shape.CAMPAIGN);
  log = join(out, 'job.txt');
  await writeFile(log, shape.stamped(shape.aggregateStep(shape.summary())));
});
afterEach(() => rm(out, { recursive: true }));

const rebuild = async (dryRun = false) =>
  reconstructCampaign(await evidenceOfFile(log), { campaignId: shape.CAMPAIGN, out, dryRun });
const text = (file: string) => readFile(join(folder, file), 'utf8');
const list = async () => evidenceListSchema.parse(JSON.parse(await text('evidence.sha256.json')));
const record = async (file = 'reconstruction.json') => reconstructionSchema.parse(JSON.parse(await text(file)));

it('An absent folder is made, with a list that holds every file as reconstructed, and nothing temporary is left', async () => {
  const result = await rebuild();
  expect(result).toMatchObject({ complete: true, missing: [] });
  const names = (await readdir(folder)).sort();
  expect(names).toEqual([
    'campaign-summary.json',
    'evidence.sha256.json',
    'phase1-node-a.json',
    'phase1-node-b.json',
    'phase1-node-c.json',
    'phase2.json',
    'phase3.json',
    'phase4.json',
    'reconstruction.json',
  ]);
  const { artifacts } = await list();
  expect(artifacts.map((line) => line.file).sort()).toEqual(names.filter((name) => name !== 'evidence.sha256.json'));
  for (const line of artifacts) {
    const bytes = await readFile(join(folder, line.file));
    expect(line).toEqual({ file: line.file, bytes: bytes.length, sha256: sha256(bytes), provenance: 'reconstructed' });
  }
});

it('The record holds label, excerpt, position and version of every value, and no time of its own', async () => {
  await rebuild();
  const first = await record();
  expect(first).toMatchObject({
    extractor_version: '1.1.0',
    campaign_id: shape.CAMPAIGN,
    complete: true,
    source: { kind: 'log', file: 'job.txt', form: 'text' },
  });
  const phase2 = first.files.find((file) => file.file === 'phase2.json');
  expect(phase2).toMatchObject({
    state: 'written',
    from: 'aggregate',
    exact: true,
    values: [{ path: '', label: 'printed', excerpts: [4] }],
  });
  expect(first.excerpts).toHaveLength(7);
  expect(first.excerpts[0]).toMatchObject({
    line_start: 10,
    cut: true,
    log: 'job.txt',
    time: '2026-04-20T13:00:00.9000000Z',
  });
  const before = await text('reconstruction.json');
  await rm(folder, { recursive: true });
  await rebuild();
  expect(await text('reconstruction.json')).toBe(before);
});

it('Files that are there stay as they are, even empty ones, and lines of the list stay', async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'phase2.json'), '');
  const recorded = JSON.stringify(shape.summary());
  await writeFile(join(folder, 'campaign-summary.json'), recorded);
  const line = { file: 'phase2.json', bytes: 0, sha256: sha256(Buffer.from('')), provenance: 'recorded', note: 'kept' };
  await writeFile(join(folder, 'evidence.sha256.json'), JSON.stringify({ made_by: 'x', artifacts: [line] }));
  await rebuild();
  expect(await text('phase2.json')).toBe('');
  expect(await text('campaign-summary.json')).toBe(recorded);
  const after = await list();
  expect(after).toMatchObject({ made_by: 'x' });
  expect(after.artifacts[0]).toEqual(line);
  expect(after.artifacts.map((one) => one.file)).not.toContain('campaign-summary.json');
  expect(after.artifacts.find((one) => one.file === 'phase3.json')?.provenance).toBe('reconstructed');
});

it('A folder without a list gets one that holds what was there as recorded, or as it says of itself', async () => {
  await mkdir(folder);
  await writeFile(join(folder, 'phase2.json'), JSON.stringify(shape.phase2));
  await writeFile(join(folder, 'phase3.json'), '{"phase": 3, "_transcribed_from": "https://x.test"}');
  await writeFile(join(folder, 'analysis.mdx'), 'x');
  await rebuild();
  const provenance = Object.fromEntries((await list()).artifacts.map((line) => [line.file, line.provenance]));
  expect(provenance).toMatchObject({
    'phase2.json': 'recorded',
    'phase3.json': 'transcribed',
    'phase4.json': 'reconstructed',
  });
  expect(provenance).not.toHaveProperty('analysis.mdx');
});

it('A listed file that is gone comes back only if its bytes are those of the list', async () => {
  await rebuild();
  const before = await list();
  await rm(join(folder, 'phase2.json'));
  await rm(join(folder, 'phase3.json'));
  const other = before.artifacts.map((line) =>
    line.file === 'phase3.json' ? { ...line, sha256: '0'.repeat(64) } : line,
  );
  await writeFile(join(folder, 'evidence.sha256.json'), JSON.stringify({ artifacts: other }));
  const result = await rebuild();
  expect(await text('phase2.json')).toBe(`${shape.pretty(shape.phase2)}\n`);
  expect(await readdir(folder)).not.toContain('phase3.json');
  expect(result).toMatchObject({ complete: false, missing: ['phase3.json'] });
  const after = await list();
  expect(after.artifacts.slice(0, other.length)).toEqual(other);
  expect(after.artifacts.slice(other.length).map((line) => line.file)).toEqual(['reconstruction-2.json']);
  expect((await record('reconstruction-2.json')).files.find((file) => file.file === 'phase3.json')?.state).toBe(
    'refused',
  );
});

it('A file that was written without its line gains it', async () => {
  await rebuild();
  const before = await list();
  const without = before.artifacts.filter((line) => line.file !== 'phase4.json');
  await writeFile(join(folder, 'evidence.sha256.json'), JSON.stringify({ artifacts: without }));
  await rebuild();
  expect((await list()).artifacts.map((line) => line.file)).toContain('phase4.json');
});

it('A second time nothing is missing and nothing is written', async () => {
  await rebuild();
  const before = await readdir(folder);
  expect(await rebuild()).toMatchObject({ complete: true, missing: [] });
  expect(await readdir(folder)).toEqual(before);
});

it('A dry run writes nothing and tells from where it would', async () => {
  const result = await rebuild(true);
  expect(result.files.find((file) => file.file === 'phase2.json')).toMatchObject({
    state: 'written',
    where: 'job.txt:103-120',
  });
  expect(await readdir(out)).toEqual(['job.txt']);
});

it('A folder that is a link, and a list that cannot be read, are left alone', async () => {
  await symlink(tmpdir(), folder);
  await expect(rebuild()).rejects.toThrow('expected a folder');
  await rm(folder);
  await mkdir(folder);
  await writeFile(join(folder, 'evidence.sha256.json'), '{');
  await expect(rebuild()).rejects.toThrow('Nothing was written');
  expect(await readdir(folder)).toEqual(['evidence.sha256.json']);
});

it('A link in place of a file counts as there', async () => {
  await mkdir(folder);
  await symlink('/nowhere/at/all', join(folder, 'phase2.json'));
  const result = await rebuild();
  expect(result.files.find((file) => file.file === 'phase2.json')?.state).toBe('kept');
});

it('Secrets in excerpts are masked; a rebuilt file that holds one is named', async () => {
  const secret = ['ghp_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('');
  const leaky = { ...shape.phase2, reasons: [secret] };
  await writeFile(log, shape.stamped(shape.pretty(shape.summary([leaky])).split('\n')));
  await rebuild();
  expect(await text('reconstruction.json')).not.toContain(secret);
  expect((await record()).masks).toMatchObject({
    excerpts_masked: 2,
    files_with_lookalikes: ['campaign-summary.json', 'phase2.json'],
  });
  expect(await text('phase2.json')).toBe(`${shape.pretty(leaky)}\n`);
});

describe('A folder of another run', () => {
  const refusal = async (file: string, document: unknown) => {
    await mkdir(folder);
    await writeFile(join(folder, file), JSON.stringify(document));
    const result = await rebuild();
    expect(await readdir(folder)).toEqual([file]);
    expect(result.complete).toBe(false);
    return new Set(result.files.map(({ state, reason }) => `${state}: ${reason}`));
  };

  it('is left alone where a recorded document differs from what the log printed', async () => {
    const reasons = await refusal('phase2.json', { ...shape.phase2, ok: 199 });
    expect([...reasons]).toEqual([expect.stringMatching(/^refused: phase2.json in the folder differs/)]);
  });

  it('is told by the completion time of its summary, even where every phase is missing', async () => {
    const reasons = await refusal('campaign-summary.json', {
      ...shape.summary(),
      completed_at: '2026-01-01T00:00:00Z',
    });
    expect(reasons.size).toBe(1);
  });

  it('is not meant where the summary is of a runner that was cut off, or was carried over by hand', async () => {
    await mkdir(folder);
    await writeFile(
      join(folder, 'campaign-summary.json'),
      JSON.stringify({ campaign_id: shape.CAMPAIGN, state: 'running' }),
    );
    await writeFile(join(folder, 'phase3.json'), JSON.stringify({ phase: 3, _reconstructed_from: 'https://x.test' }));
    await rebuild();
    expect(await readdir(folder)).toContain('phase2.json');
  });
});
