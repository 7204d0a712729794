// A run that was started again: the list of an attempt's jobs names all jobs of the run, and those that ran only in an
// earlier attempt still have their old logs. What they printed is evidence of that attempt, and of no other.

import type { Findings, JobFact } from './extract.ts';
import type { RunFact } from './github.ts';

export interface JobsOfAttempt {
  own: JobFact[];
  earlier: JobFact[];
}

export function jobsOfAttempt(jobs: readonly JobFact[], run: RunFact): JobsOfAttempt {
  const isEarlier = (job: JobFact) => run.attempt > 1 && isBefore(job.completedAt, run);
  return { own: jobs.filter((job) => !isEarlier(job)), earlier: jobs.filter(isEarlier) };
}

export const earlierNotes = (earlier: readonly JobFact[], run: RunFact): string[] =>
  earlier.map(
    (job) =>
      `job ${job.name} ended at ${job.completedAt}, before attempt ${run.attempt} began at ${run.startedAt}: it ran in an earlier attempt, and nothing of it is used; --attempt ${run.attempt - 1} reads that one`,
  );

/** Without the lines that were printed before the attempt began: an archive may hold a job under a name of its own. */
export function sinceAttempt(found: Findings, run: RunFact): { findings: Findings; dropped: boolean } {
  const within = ({ origin }: { origin: { time: string | null } }) => run.attempt === 1 || !isBefore(origin.time, run);
  const findings: Findings = {
    ...found,
    aggregates: found.aggregates.filter(within),
    phases: found.phases.filter(within),
    progress: found.progress.filter(within),
    blocks: found.blocks.filter(({ strays }) => strays.every(within)),
  };
  const kept = findings.aggregates.length + findings.phases.length + findings.progress.length;
  return { findings, dropped: kept < found.aggregates.length + found.phases.length + found.progress.length };
}

/** The service gives whole seconds. */
const isBefore = (time: string | null, run: RunFact): boolean =>
  time !== null && Date.parse(time) < Math.floor(Date.parse(run.startedAt) / 1000) * 1000;
