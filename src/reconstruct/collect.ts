// Everything that a run still has: uploaded artifacts, which are the run's own bytes, and its logs.
// The archive of the logs comes first; jobs that it lacks, or all of them where it cannot be read, are fetched one by one.

import { createHash } from 'node:crypto';
import { isArchive } from './archive.ts';
import { artifactFiles, type UploadedFile } from './artifact-files.ts';
import { earlierNotes, jobsOfAttempt, sinceAttempt } from './attempt.ts';
import { type Findings, findEvidence, type JobFact, jobOf } from './extract.ts';
import { ReconstructFailure } from './failure.ts';
import type { GitHub, RunFact } from './github.ts';
import { archiveLogs, textLog } from './logs.ts';

export interface Collected {
  findings: Findings[];
  jobs: JobFact[];
  uploaded: UploadedFile[];
  form: 'archive' | 'job logs';
  sha256: string | null;
  notes: string[];
}

export async function collect(github: GitHub, run: RunFact): Promise<Collected> {
  const all = await github.jobs(run);
  const { own: jobs, earlier } = jobsOfAttempt(all, run);
  const notes = earlierNotes(earlier, run);
  const uploaded = await artifactFiles(github, run, notes);
  const archive = await runArchive(github, run, notes, uploaded.length > 0);
  const isEarlier = (one: Findings) => earlier.some((job) => jobOf({ job: one.job, jobId: null }, all) === job);
  const findings = archive.findings.filter((one) => !isEarlier(one));
  const lacking = archive.final
    ? []
    : jobs.filter((job) => job.conclusion !== 'skipped' && !covered(job, findings, jobs));
  for (const [at, job] of lacking.entries()) {
    try {
      const bytes = await github.jobLog(job);
      findings.push(findEvidence(textLog(`job ${job.name}`, bytes, { job: job.name, jobId: job.jobId })));
    } catch (error) {
      if (!(error instanceof ReconstructFailure)) throw error;
      // With nothing at all in hand the first refusal is the answer; else what there is counts.
      if (findings.length === 0 && uploaded.length === 0 && at === lacking.length - 1) throw archive.failure ?? error;
      notes.push(error.message);
    }
  }
  return {
    findings: findings.map((one) => ofAttempt(one, run, notes)),
    jobs,
    uploaded,
    form: archive.sha256 ? 'archive' : 'job logs',
    sha256: archive.sha256,
    notes,
  };
}

function ofAttempt(one: Findings, run: RunFact, notes: string[]): Findings {
  const { findings, dropped } = sinceAttempt(one, run);
  if (dropped)
    notes.push(
      `${one.log}: lines from before attempt ${run.attempt} began at ${run.startedAt} are of an earlier attempt, and not used`,
    );
  return findings;
}

interface RunArchive {
  findings: Findings[];
  sha256: string | null;
  failure: ReconstructFailure | null;
  /** The logs of the jobs would be refused as well. */
  final: boolean;
}

/** Refusals that job logs would meet too end the attempt; a bad archive does not. */
const FINAL = ['unauthorized', 'forbidden', 'expired', 'rate limited', 'unreachable'];

/** With uploaded artifacts in hand a refused log is a note: they are worth more than it. */
async function runArchive(github: GitHub, run: RunFact, notes: string[], hasMore: boolean): Promise<RunArchive> {
  const findings: Findings[] = [];
  try {
    const bytes = await github.runLogs(run);
    if (!isArchive(bytes)) {
      notes.push(`log of run ${run.id}: a text came instead of an archive; the logs of its jobs were read`);
      return { findings, sha256: null, failure: null, final: false };
    }
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    for await (const raw of archiveLogs(bytes)) findings.push(findEvidence(raw));
    return { findings, sha256, failure: null, final: false };
  } catch (error) {
    if (!(error instanceof ReconstructFailure)) throw error;
    const final = FINAL.includes(error.kind);
    if (final && !hasMore) throw error;
    notes.push(final ? error.message : `${error.message} The logs of its jobs were read.`);
    return { findings: [], sha256: null, failure: error, final };
  }
}

/** A negative number in front marks a file that holds the set-up of the job and nothing of its steps. */
const covered = (job: JobFact, findings: readonly Findings[], jobs: readonly JobFact[]): boolean =>
  findings.some((one) => !one.log.startsWith('-') && jobOf({ job: one.job, jobId: null }, jobs) === job);
