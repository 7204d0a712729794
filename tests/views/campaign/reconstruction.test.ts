import { expect, it } from 'vitest';
import { readCatalogue } from '../../../src/catalogue/catalogue.ts';
import type { Reconstruction } from '../../../src/contract/reconstruction.ts';
import { reconstructionViews } from '../../../src/views/campaign/reconstruction.ts';
import { campaignsDirectory, written } from '../../fixtures/disk.ts';

const excerpt = (text: string, line: number) => ({
  text,
  cut: false,
  masked: 0,
  log: 'job.txt',
  line_start: line,
  line_end: line,
  time: null,
  job: null,
  job_id: null,
  step: null,
  step_number: null,
});

function record(lines: readonly number[] | undefined): Reconstruction {
  const file = {
    file: 'phase4.json',
    state: 'written' as const,
    reason: null,
    from: 'aggregate' as const,
    exact: false,
    provenance: 'reconstructed' as const,
    bytes: 1,
    sha256: 'x',
    values: [],
    ...(lines ? { contradicted_by: [...lines] } : {}),
  };
  const source = { kind: 'log' as const, form: 'text' as const, file: 'job.txt', address: null, repository: null };
  return {
    schema_version: 1,
    extractor_version: '1.1.0',
    campaign_id: 'one',
    source: { ...source, run_id: null, run_attempt: null, sha256: null, jobs: [], artifacts: [] },
    complete: true,
    files: [file],
    excerpts: [excerpt('[phase4] f convergence_bound=0.2', 7)],
    masks: { rule_set: 'x', excerpts_masked: 0, values_masked_by_runner: 0, files_with_lookalikes: [] },
    notes: [],
  };
}

function viewOf(lines: readonly number[] | undefined) {
  const root = written(campaignsDirectory(), { 'one/reconstruction.json': JSON.stringify(record(lines)) });
  const [entry] = readCatalogue(root).entries;
  if (!entry) throw new Error('expected the campaign in the catalogue');
  return reconstructionViews(root, entry).rows[0];
}

it('A line of the log that contradicts a rebuilt file is shown with its place', () => {
  expect(viewOf([0])?.contradictions).toEqual([
    { file: 'phase4.json', where: 'job.txt, line 7', text: '[phase4] f convergence_bound=0.2' },
  ]);
});

it('A record from before contradictions were looked for has none, and a place that leads nowhere is left out', () => {
  expect(viewOf(undefined)?.contradictions).toEqual([]);
  expect(viewOf([9])?.contradictions).toEqual([]);
});

it('More lines than a page shows are counted', () => {
  const view = viewOf(Array.from({ length: 50 }, () => 0));
  expect([view?.contradictions.length, view?.moreContradictions?.text]).toEqual([40, 'and 10 more lines']);
});
