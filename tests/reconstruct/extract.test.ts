import { describe, expect, it } from 'vitest';
import { extract, findEvidence, type JobFact, type Rebuilt } from '../../src/reconstruct/extract.ts';
import { archiveLogs, textLog } from '../../src/reconstruct/logs.ts';
import * as shape from './log-shapes.ts';

const given = (jobs: readonly JobFact[] = []) => ({
  campaignId: shape.CAMPAIGN,
  from: 'https://example.test/runs/1',
  jobs,
});
const fromText = (text: string, jobs: readonly JobFact[] = []) =>
  extract([findEvidence(textLog('job.txt', Buffer.from(text)))], given(jobs));
const fromLines = (...steps: string[][]) => fromText(shape.stamped(steps.flat()));

async function fromArchive(bytes: Buffer, jobs: readonly JobFact[] = []): Promise<Rebuilt> {
  const findings = [];
  for await (const raw of archiveLogs(bytes)) findings.push(findEvidence(raw));
  return extract(findings, given(jobs));
}

const textOf = (rebuilt: Rebuilt, file: string) => rebuilt.files.find((one) => one.file === file)?.text ?? null;
const documentOf = (rebuilt: Rebuilt, file: string) => JSON.parse(textOf(rebuilt, file) ?? 'null');
const labelsOf = (rebuilt: Rebuilt, file: string) =>
  Object.fromEntries(
    (rebuilt.files.find((one) => one.file === file)?.values ?? []).map((value) => [value.path, value.label]),
  );

describe('A printed summary', () => {
  it('gives back every phase file byte for byte, and itself', () => {
    const rebuilt = fromLines(shape.phase2Step, shape.aggregateStep(shape.summary()));
    const names = ['phase1-node-a', 'phase1-node-b', 'phase1-node-c', 'phase2', 'phase3', 'phase4'];
    for (const [at, name] of names.entries()) {
      expect(textOf(rebuilt, `${name}.json`)).toBe(`${shape.pretty(shape.allPhases[at])}\n`);
    }
    expect(textOf(rebuilt, 'campaign-summary.json')).toBe(`${shape.pretty(shape.summary())}\n`);
    expect(rebuilt).toMatchObject({ partial: [], reached: [1, 2, 3, 4], maskedValues: 0 });
    expect(rebuilt.files.every((file) => file.exact)).toBe(true);
  });

  it('keeps numbers as they were written', () => {
    const printed = shape.pretty(shape.summary()).replace('"total": 1,', '"total": 1.0,');
    const rebuilt = fromText(shape.stamped(printed.split('\n')));
    expect(textOf(rebuilt, 'phase1-node-a.json')).toContain('"total": 1.0,');
  });

  it('of another campaign gives nothing', () => {
    const other = { ...shape.summary(), campaign_id: 'other-r1' };
    const rebuilt = fromText(shape.stamped(shape.pretty(other).split('\n')));
    expect(rebuilt.files).toEqual([]);
    expect(rebuilt.notes.join()).toContain('other-r1');
  });

  it('printed twice with different content gives neither', () => {
    const rebuilt = fromLines(shape.aggregateStep(shape.summary()), shape.aggregateStep(shape.summary([], true)));
    expect(textOf(rebuilt, 'phase2.json')).toBeNull();
    expect(rebuilt.notes.join()).toContain('2 different summaries');
  });

  it('cut off by a time-out gives the phases that were printed whole, marked as rebuilt', () => {
    const printed = shape.pretty(shape.summary()).split('\n');
    const rebuilt = fromText(shape.stamped(printed.slice(0, printed.length - 12)));
    expect(documentOf(rebuilt, 'phase2.json')).toEqual({
      ...shape.phase2,
      _reconstructed_from: 'https://example.test/runs/1',
    });
    expect(textOf(rebuilt, 'phase4.json')).toBeNull();
    expect(rebuilt.partial).toContain('campaign-summary.json');
  });

  it('keeps the stars of each masked value, key and list entry where they are, and labels them unknown', () => {
    const masked = { ...shape.phase2, ok: 123, probe1_single_peer_down: '2***', reasons: ['a', 'node ***'] };
    const keyed = { ...shape.phase3, report_forward: { ...shape.phase3.report_forward, 'x***': 1 } };
    const printed = shape.pretty(shape.summary([masked, keyed])).replace('123', '***');
    const rebuilt = fromText(shape.stamped(printed.split('\n')));
    expect(documentOf(rebuilt, 'phase2.json')).toEqual({
      ...masked,
      ok: '***',
      _reconstructed_from: 'https://example.test/runs/1',
    });
    expect(documentOf(rebuilt, 'phase3.json')).toMatchObject(keyed);
    expect(labelsOf(rebuilt, 'phase2.json')).toEqual({
      '': 'printed',
      ok: 'unknown',
      probe1_single_peer_down: 'unknown',
      'reasons.1': 'unknown',
    });
    expect(labelsOf(rebuilt, 'phase3.json')).toEqual({ '': 'printed', report_forward: 'unknown' });
    expect(rebuilt.partial).toEqual(['campaign-summary.json', 'phase2.json', 'phase3.json']);
    expect(rebuilt.maskedValues).toBeGreaterThan(0);
  });

  it('on one line gives documents, though not the bytes of the files', () => {
    const rebuilt = fromText(shape.stamped([JSON.stringify(shape.summary())]));
    expect(documentOf(rebuilt, 'phase3.json')).toMatchObject(shape.phase3);
    expect(rebuilt.files.some((file) => file.exact)).toBe(false);
  });
});

// The run whose phases broke the aggregate: its summary says nothing and claims a pass.
const vacuous = [
  { number: 5, name: 'Phase 2', lines: shape.phase2Step },
  { number: 6, name: 'Phase 3', lines: shape.phase3Step },
  { number: 7, name: 'Phase 4', lines: shape.phase4Step },
  { number: 8, name: 'Aggregate campaign summary', lines: shape.aggregateStep(shape.summary([], true)) },
];
const facts = (conclusions: Record<number, string>): JobFact[] => [
  {
    jobId: '77',
    name: 'campaign',
    conclusion: 'success',
    startedAt: null,
    completedAt: null,
    steps: vacuous.map(({ number, name }, at) => ({
      number,
      name,
      conclusion: conclusions[number] ?? 'success',
      startedAt: new Date(Date.parse('2026-04-20T13:00:00Z') + at * 60_000).toISOString(),
      completedAt: new Date(Date.parse('2026-04-20T13:00:30Z') + at * 60_000).toISOString(),
    })),
  },
];

describe('A vacuous summary with progress lines', () => {
  const logs = shape.runArchive('campaign', vacuous);

  it('gives printed figures, derives only where the step succeeded, and leaves the rest unknown', async () => {
    const rebuilt = await fromArchive(logs, facts({ 7: 'failure' }));
    expect(documentOf(rebuilt, 'phase2.json')).toMatchObject(shape.phase2);
    expect(labelsOf(rebuilt, 'phase2.json')).toMatchObject({
      ok: 'printed',
      'counts.b': 'printed',
      probe1_single_peer_down: 'derived',
      probe2_both_peers_down: 'derived',
      pass: 'derived',
    });
    const third = documentOf(rebuilt, 'phase3.json');
    expect(third).not.toHaveProperty('src_count');
    expect(third).not.toHaveProperty('dst_count');
    expect(third).not.toHaveProperty('report_reverse');
    expect(third).toMatchObject({ phase: 3, report_forward: { memories_read: 1000, errors: [] } });
    expect(documentOf(rebuilt, 'phase4.json')).toMatchObject({
      phase: 4,
      pass: false,
      cycles_per_fault: 50,
      planned_faults: ['kill_primary_mid_write', 'partition_minority'],
      convergence_by_fault: { kill_primary_mid_write: 1, partition_minority: 0.2 },
      reasons: ['partition_minority: 0.2 < 0.995'],
    });
    expect(labelsOf(rebuilt, 'phase4.json')).toMatchObject({
      'convergence_by_fault.partition_minority': 'printed',
      writes_per_cycle: 'unknown',
    });
    expect(rebuilt.partial).toEqual(['phase3.json', 'phase4.json']);
  });

  it('keeps the claim as printed, byte for byte, and no phase file is a copy of nothing', async () => {
    const rebuilt = await fromArchive(logs, facts({}));
    expect(textOf(rebuilt, 'campaign-summary.json')).toBe(`${shape.pretty(shape.summary([], true))}\n`);
  });

  it('gives the step from the number in its file name', async () => {
    const rebuilt = await fromArchive(logs, facts({}));
    const value = rebuilt.files.find((file) => file.file === 'phase2.json')?.values.find((one) => one.path === 'ok');
    expect(value?.origins[0]).toMatchObject({
      log: 'campaign/5_Phase 2.txt',
      step: 'Phase 2',
      stepNumber: 5,
      job: 'campaign',
    });
  });

  it('derives nothing without the steps, nor where the step failed, was tolerated, or had other figures', async () => {
    for (const rebuilt of [await fromArchive(logs), await fromArchive(logs, facts({ 5: 'failure', 6: 'failure' }))]) {
      expect(labelsOf(rebuilt, 'phase2.json')).toMatchObject({
        ok: 'printed',
        probe1_single_peer_down: 'unknown',
        pass: 'unknown',
      });
      expect(documentOf(rebuilt, 'phase3.json')).toEqual({
        phase: 3,
        _reconstructed_from: expect.any(String),
        _reconstruction_note: expect.any(String),
      });
    }
    const changed = (lines: string[]) =>
      shape.runArchive('campaign', [{ number: 5, name: 'Phase 2', lines }, ...vacuous.slice(1)]);
    const tolerated = await fromArchive(
      changed([...shape.phase2Step, '##[error]Process completed with exit code 1.']),
      facts({}),
    );
    expect(labelsOf(tolerated, 'phase2.json').pass).toBe('unknown');
    const other = changed(shape.phase2Step.map((line) => line.replace('=198 ', '=150 ')));
    expect(labelsOf(await fromArchive(other, facts({})), 'phase2.json')).toMatchObject({
      'counts.b': 'printed',
      pass: 'unknown',
    });
  });

  it('finds the step by its time where the archive holds no step files', async () => {
    const text = shape.archive({
      '0_campaign.txt': vacuous
        .map((step, at) => shape.stamped(step.lines, Date.parse('2026-04-20T13:00:00Z') + at * 60_000))
        .join(''),
    });
    expect(labelsOf(await fromArchive(text, facts({})), 'phase2.json').pass).toBe('derived');
    expect(labelsOf(await fromArchive(text, facts({ 5: 'failure' })), 'phase2.json').pass).toBe('unknown');
  });
});

it('A job that ran another campaign gives nothing', () => {
  const other = shape.phase2Step.map((line) => line.replace(shape.CAMPAIGN, 'other-r2'));
  const rebuilt = fromText(shape.stamped(other));
  expect(rebuilt.files).toEqual([]);
  expect(rebuilt.notes.join()).toContain('other-r2');
});

it('A phase document that was printed alone comes back marked, and only if it has the whole shape of its phase', () => {
  const rebuilt = fromLines(shape.pretty(shape.phase3).split('\n'), shape.pretty({ phase: 2, pass: true }).split('\n'));
  expect(documentOf(rebuilt, 'phase3.json')).toEqual({
    ...shape.phase3,
    _reconstructed_from: 'https://example.test/runs/1',
  });
  expect(textOf(rebuilt, 'phase2.json')).toBeNull();
});

it('A legacy file with the set-up alone, names with slashes, emoji and matrix parentheses do no harm', async () => {
  const text = shape.stamped(shape.aggregateStep(shape.summary()));
  const rebuilt = await fromArchive(
    shape.archive({ '-2147483648_job (a, b) 🚀.txt': 'set up\n', '../../evil.txt': text, '0_job (a_b) 🚀.txt': text }),
  );
  expect(rebuilt.partial).toEqual([]);
  expect(rebuilt.files).toHaveLength(7);
});
