// What ties a log to the folder that it is to fill, and what keeps it out.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { isSound, reconstructCampaign } from '../../src/reconstruct/campaign.ts';
import { evidenceOfFile } from '../../src/reconstruct/source.ts';
import { judge } from '../../src/verdict/judge.ts';
import * as shape from './log-shapes.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

let out: string;
let folder: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'belonging-'));
  folder = join(out, shape.CAMPAIGN);
});
afterEach(() => rm(out, { recursive: true }));

const failing = { ...shape.phase4, pass: false, convergence_by_fault: { partition_minority: 0.2 }, reasons: ['x'] };
const failed = shape.summary([...shape.allPhases.slice(0, 5), failing], false);
const alone = shape.pretty(shape.phase4).split('\n');
const named = [...shape.stepHeader(['./phase4.sh']), ...alone];

async function recorded(documents: Record<string, unknown>): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const [file, document] of Object.entries(documents))
    await writeFile(join(folder, file), JSON.stringify(document));
}

async function rebuilt(
  lines: readonly string[],
  source: { repository: string; run_id: string } | null = null,
  title = '',
) {
  const log = join(out, 'log.txt');
  await writeFile(log, shape.stamped(lines));
  const evidence = await evidenceOfFile(log);
  const from = source ? { ...evidence.source, ...source, run_attempt: 1 } : evidence.source;
  const given = { campaignId: shape.CAMPAIGN, out, dryRun: false };
  return reconstructCampaign({ ...evidence, source: from, title }, given);
}
const states = (result: Awaited<ReturnType<typeof rebuilt>>) =>
  result.files.map(({ file, state }) => `${state} ${file}`);
const outcome = () => judge(readFolder(out, shape.CAMPAIGN)).outcome;

describe('A document that names no campaign', () => {
  it('is refused, in an empty folder and beside other phases', async () => {
    const result = await rebuilt(alone);
    expect(states(result)).toEqual(['refused phase4.json']);
    expect(result.files[0]?.reason).toBe(
      `nothing in this log names ${shape.CAMPAIGN}, and the folder names no run that it could be of`,
    );
    await recorded({ 'phase2.json': shape.phase2 });
    expect(states(await rebuilt(alone))).toEqual(['refused phase4.json']);
    expect(await readdir(folder)).toEqual(['phase2.json']);
  });

  it('is taken where its step, its run in the folder or the title of its run names the campaign', async () => {
    expect(states(await rebuilt(named))).toContain('written phase4.json');
    await rm(folder, { recursive: true });
    expect(states(await rebuilt(alone, null, `Campaign ${shape.CAMPAIGN}`))).toEqual(['written phase4.json']);
    await rm(folder, { recursive: true });
    const ci = { repository: 'o/n', run_id: '5', run_attempt: '1' };
    await recorded({ 'campaign-summary.json': { ...shape.summary(), ci } });
    expect(states(await rebuilt(alone, { repository: 'o/n', run_id: '5' }))).toEqual(['written phase4.json']);
  });

  it('is refused where the run that the folder names is another', async () => {
    const ci = { repository: 'o/n', run_id: '5', run_attempt: '1' };
    await recorded({ 'campaign-summary.json': { ...shape.summary(), ci } });
    expect(states(await rebuilt(alone, { repository: 'o/n', run_id: '6' }))).toEqual(['refused phase4.json']);
    expect(states(await rebuilt(alone))).toEqual(['refused phase4.json']);
  });
});

describe('A folder whose summary embeds a phase', () => {
  it('takes no other document of it, whatever the log names, and stays a failure', async () => {
    await recorded({ 'campaign-summary.json': failed });
    expect(outcome()).toBe('FAIL');
    const result = await rebuilt(named);
    expect(states(result)).toEqual(['refused campaign-summary.json', 'refused phase4.json']);
    expect(result.files.at(-1)?.reason).toContain('phase4.json differs from its copy inside campaign-summary.json');
    expect(await readdir(folder)).toEqual(['campaign-summary.json']);
    expect(outcome()).toBe('FAIL');
  });

  it('takes the same one, also where the log shows it masked', async () => {
    await recorded({ 'campaign-summary.json': failed });
    const same = [...shape.stepHeader(['./phase4.sh']), ...shape.pretty(failing).replace('"x"', '***').split('\n')];
    const result = await rebuilt(same);
    expect(states(result)).toContain('written phase4.json');
    expect(isSound(result)).toBe(false);
  });

  it('takes no progress lines with another figure, and those with the same', async () => {
    await recorded({ 'campaign-summary.json': failed });
    const lines = (bound: number) => [
      ...shape.stepHeader(['./phase4.sh']),
      `[phase4] partition_minority convergence_bound=${bound}`,
    ];
    expect(states(await rebuilt(lines(1)))).toContain('refused phase4.json');
    expect(states(await rebuilt(lines(0.2)))).toContain('written phase4.json');
  });

  it('at second hand takes a document with other figures, and none that passes where it failed', async () => {
    const secondHand = { ...failed, _transcribed_from: 'https://x.test' };
    await recorded({ 'campaign-summary.json': secondHand });
    expect(states(await rebuilt(named))).toContain('refused phase4.json');
    const other = { ...failing, convergence_by_fault: { partition_minority: 0.21 } };
    const text = [...shape.stepHeader(['./phase4.sh']), ...shape.pretty(other).split('\n')];
    expect(states(await rebuilt(text))).toContain('written phase4.json');
  });
});

it('A recorded file keeps out a log whose progress lines have another figure, and none with the same', async () => {
  await recorded({ 'phase2.json': shape.phase2 });
  const lines = (bad: number) => [
    ...shape.stepHeader(['./x.sh']),
    `[phase2] burst totals: OK=${200 - bad}  QNM=0  FAIL=${bad} (total=200)`,
    '[phase3] begins',
  ];
  expect(new Set((await rebuilt(lines(9))).files.map(({ state }) => state))).toEqual(new Set(['refused']));
  expect(states(await rebuilt(lines(0)))).toContain('written phase3.json');
});

it('Where the log contradicts a file that is there nothing is written beside it, for that would complete a pass', async () => {
  await recorded({ 'phase4.json': shape.phase4 });
  const text = [...shape.aggregateStep(shape.summary()), '[phase4] partition_minority convergence_bound=0.2'];
  const result = await rebuilt(text);
  expect(new Set(result.files.map(({ state }) => state))).toEqual(new Set(['refused']));
  expect(isSound(result)).toBe(false);
  expect(await readdir(folder)).toEqual(['phase4.json']);
});

it('The lines that contradict a document are written into it, bounded and with secrets masked, and it is no pass', async () => {
  const secret = ['ghp_', 'wWPw5k4aXcaT4fNP0UcnZwJUVFk6LO0pINUx'].join('');
  const line = `[phase4] ${secret} convergence_bound=0.2`;
  const result = await rebuilt([line, ...shape.aggregateStep(shape.summary())]);
  const text = await readFile(join(folder, 'phase4.json'), 'utf8');
  expect(JSON.parse(text)).toMatchObject({
    ...shape.phase4,
    _reconstructed_from: 'log file log.txt',
    _contradicted_by: [{ log: 'log.txt', line: 1, text: '[phase4] [masked] convergence_bound=0.2' }],
  });
  expect(JSON.stringify(result)).not.toContain(secret);
  const record = JSON.parse(await readFile(join(folder, 'reconstruction.json'), 'utf8'));
  expect(JSON.stringify(record)).not.toContain(secret);
  const marked = record.files.find(({ file }: { file: string }) => file === 'phase4.json');
  expect(record.excerpts[marked.contradicted_by[0]]).toMatchObject({ line_start: 1, log: 'log.txt' });
  const verdict = judge(readFolder(out, shape.CAMPAIGN));
  expect(verdict.outcome).toBe('INCOMPLETE');
  expect(verdict.phases[3]?.checks.find(({ id }) => id === 'phase4.consistent')?.ok).toBeNull();
});

it('A second time nothing is changed, and what the log contradicts is still named', async () => {
  const text = [...shape.aggregateStep(shape.summary()), '[phase4] partition_minority convergence_bound=0.2'];
  await rebuilt(text);
  const names = await readdir(folder);
  const again = await rebuilt(text);
  expect(new Set(again.files.map(({ state }) => state))).toEqual(new Set(['kept']));
  expect(isSound(again)).toBe(false);
  expect(await readdir(folder)).toEqual(names);
});
