// What the judge makes of a rebuilt folder: a log can give a failure back, or a pass that was printed whole, and
// never a pass out of a vacuous summary.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { reconstructCampaign } from '../../src/reconstruct/campaign.ts';
import { findEvidence, type JobFact } from '../../src/reconstruct/extract.ts';
import { archiveLogs } from '../../src/reconstruct/logs.ts';
import { judge } from '../../src/verdict/judge.ts';
import * as shape from './log-shapes.ts';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'judged-'));
});
afterEach(() => rm(out, { recursive: true }));

type Step = { number: number; name: string; lines: readonly string[]; conclusion?: string };

async function judged(steps: readonly Step[]) {
  const findings = [];
  for await (const raw of archiveLogs(shape.runArchive('campaign', steps))) findings.push(findEvidence(raw));
  const facts = steps.map(({ number, name, conclusion }) => ({
    number,
    name,
    conclusion: conclusion ?? 'success',
    startedAt: null,
    completedAt: null,
  }));
  const jobs: JobFact[] = [
    { jobId: '7', name: 'campaign', conclusion: 'success', startedAt: null, completedAt: null, steps: facts },
  ];
  const address = 'https://git.example.test/o/n/actions/runs/1/attempts/1';
  const source = {
    kind: 'run',
    address,
    repository: 'o/n',
    run_id: '1',
    run_attempt: 1,
    file: null,
    form: 'archive',
    sha256: null,
    jobs: [],
    artifacts: [],
  } as const;
  const evidence = {
    findings,
    jobs,
    uploaded: [],
    notes: [],
    title: '',
    source: { ...source, jobs: [], artifacts: [] },
  };
  await reconstructCampaign(evidence, { campaignId: shape.CAMPAIGN, out, dryRun: false });
  return judge(readFolder(out, shape.CAMPAIGN));
}

const vacuous = (phase4: readonly string[], conclusion: string): Step[] => [
  { number: 5, name: 'Phase 2', lines: shape.phase2Step },
  { number: 6, name: 'Phase 3', lines: shape.phase3Step },
  { number: 7, name: 'Phase 4', lines: phase4, conclusion },
  { number: 8, name: 'Aggregate', lines: shape.aggregateStep(shape.summary([], true)) },
];

it('A vacuous summary with a low bound in the log is a failure, and its claim disputed', async () => {
  const verdict = await judged(vacuous(shape.phase4Step, 'failure'));
  expect(verdict.phases.map((phase) => phase.status)).toEqual(['NOT RUN', 'PASS', 'INCONCLUSIVE', 'FAIL']);
  expect(verdict).toMatchObject({ outcome: 'FAIL', claim: { overall_pass: true, disputed: true } });
  const checks = new Map(verdict.phases.flatMap((phase) => phase.checks).map((check) => [check.id, check.ok]));
  expect(checks.get('phase3.src_count')).toBeNull();
  expect(checks.get('phase3.dst_count')).toBeNull();
  expect(checks.get('phase3.reverse_errors')).toBeNull();
  expect(checks.get('phase4.partition_minority')).toBe(false);
  expect(checks.get('phase4.kill_primary_mid_write')).toBe(true);
  const artifacts = verdict.artifacts.filter((artifact) => artifact.file !== 'evidence.sha256.json');
  expect(new Set(artifacts.map((artifact) => artifact.provenance))).toEqual(new Set(['reconstructed']));
  expect(artifacts.some((artifact) => artifact.state === 'altered')).toBe(false);
});

it('A vacuous summary with good progress lines only is incomplete, and its claim disputed', async () => {
  const good = shape.phase4Step.map((line) => line.replace('=0.2', '=1'));
  const verdict = await judged(vacuous(good, 'success'));
  expect(verdict.phases.map((phase) => phase.status)).toEqual(['NOT RUN', 'PASS', 'INCONCLUSIVE', 'PASS']);
  expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: true, disputed: true } });
});

it('Without the end of its step a phase with good figures is inconclusive', async () => {
  const verdict = await judged(
    vacuous(shape.phase4Step, 'failure').map((step) => ({ ...step, conclusion: 'cancelled' })),
  );
  expect(verdict.phases[1]?.status).toBe('INCONCLUSIVE');
});

it('A summary printed whole gives the verdict that the run deserved', async () => {
  const verdict = await judged([{ number: 8, name: 'Aggregate', lines: shape.aggregateStep(shape.summary()) }]);
  expect(verdict).toMatchObject({ outcome: 'PASS', claim: { disputed: false } });
  expect(verdict.phases.map((phase) => phase.provenance)).toEqual(Array(4).fill('reconstructed'));
});

it('A masked error list makes its check unknown, and never an empty list', async () => {
  const masked = { ...shape.phase3, report_forward: { ...shape.phase3.report_forward, errors: ['***'] } };
  const phases = [shape.phase1('a'), shape.phase1('b'), shape.phase1('c'), shape.phase2, masked, shape.phase4];
  const verdict = await judged([{ number: 8, name: 'Aggregate', lines: shape.aggregateStep(shape.summary(phases)) }]);
  expect(verdict.phases[2]?.status).toBe('INCONCLUSIVE');
  expect(verdict.outcome).toBe('INCOMPLETE');
});
