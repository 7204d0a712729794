// Where evidence comes from: a run, with its attempt pinned, or a log file that someone kept.

import { basename } from 'node:path';
import type { ReconstructionSource } from '../contract/reconstruction.ts';
import type { UploadedFile } from './artifact-files.ts';
import { type Collected, collect } from './collect.ts';
import { type Findings, findEvidence, type JobFact } from './extract.ts';
import type { GitHub, RunFact } from './github.ts';
import { archiveLogs, readLogFile, textLog } from './logs.ts';
import { sha256 } from './record.ts';

/** What the logs hold, and where they came from. */
export interface Evidence {
  findings: readonly Findings[];
  jobs: readonly JobFact[];
  uploaded: readonly UploadedFile[];
  source: ReconstructionSource;
  /** What the service calls the run. */
  title: string;
  notes: readonly string[];
}

export async function evidenceOfRun(github: GitHub, run: RunFact, repository: string): Promise<Evidence> {
  const collected: Collected = await collect(github, run);
  return {
    ...collected,
    title: run.title,
    source: {
      kind: 'run',
      address: `${run.address}/attempts/${run.attempt}`,
      repository,
      run_id: String(run.id),
      run_attempt: run.attempt,
      file: null,
      form: collected.form,
      sha256: collected.sha256,
      jobs: collected.jobs.map((job) => ({ job_id: job.jobId, name: job.name, conclusion: job.conclusion })),
      artifacts: [...new Set(collected.uploaded.map((one) => one.artifact))].map(({ id, name }) => ({
        artifact_id: String(id),
        name,
      })),
    },
  };
}

export async function evidenceOfFile(path: string): Promise<Evidence> {
  const { bytes, form } = await readLogFile(path);
  const findings: Findings[] = [];
  const file = basename(path);
  if (form === 'text') findings.push(findEvidence(textLog(file, bytes)));
  else for await (const raw of archiveLogs(bytes)) findings.push(findEvidence(raw));
  const source: ReconstructionSource = {
    kind: 'log',
    address: null,
    repository: null,
    run_id: null,
    run_attempt: null,
    file,
    form,
    sha256: sha256(bytes),
    jobs: [],
    artifacts: [],
  };
  return { findings, jobs: [], uploaded: [], notes: [], title: '', source };
}
