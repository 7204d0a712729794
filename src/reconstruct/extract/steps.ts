// Which step a log line belongs to, and how that step ended. Only the service knows the ending, and only an
// unambiguous match counts: by the number in a step file's name, else by the one step whose time holds every line.

import type { JobFact, Origin, StepFact } from './evidence.ts';
import type { Progress } from './progress.ts';

/** True only if every line stands in one step, that step is known to have succeeded, and its log shows no failure. */
export function stepSucceeded(lines: readonly Progress[], all: readonly Progress[], jobs: readonly JobFact[]): boolean {
  // A step's own file tells its number; the job's file, which repeats every line, only its time.
  const numbered = lines.filter((line) => line.origin.stepNumber !== null);
  const step = stepOf(
    (numbered.length > 0 ? numbered : lines).map((line) => line.origin),
    jobs,
  );
  if (step?.conclusion !== 'success') return false;
  const failures = all.filter(
    (line) => line.statement.kind === 'failed' && (numbered.length === 0 || line.origin.stepNumber !== null),
  );
  return !failures.some((failure) => stepsOf(failure.origin, jobs).includes(step));
}

function stepOf(origins: readonly Origin[], jobs: readonly JobFact[]): StepFact | null {
  const [first, ...rest] = origins.map((origin) => stepsOf(origin, jobs));
  const common = (first ?? []).filter((step) => rest.every((steps) => steps.includes(step)));
  return common.length === 1 ? (common[0] ?? null) : null;
}

/** The steps that a line may belong to. */
function stepsOf(origin: Origin, jobs: readonly JobFact[]): StepFact[] {
  const job = jobOf(origin, jobs);
  if (!job) return [];
  if (origin.stepNumber !== null) return job.steps.filter((step) => step.number === origin.stepNumber);
  return job.steps.filter((step) => holds(step, origin.time));
}

/** The service gives whole seconds, a log line ten-millionths. */
function holds(step: StepFact, time: string | null): boolean {
  if (!time || !step.startedAt || !step.completedAt) return false;
  const at = Date.parse(time);
  return Date.parse(step.startedAt) <= at && at < Date.parse(step.completedAt) + 1000;
}

export function jobOf(origin: Pick<Origin, 'job' | 'jobId'>, jobs: readonly JobFact[]): JobFact | null {
  const byId = jobs.find((job) => origin.jobId !== null && job.jobId === origin.jobId);
  if (byId) return byId;
  if (origin.job === null) return jobs.length === 1 ? (jobs[0] ?? null) : null;
  const wanted = plain(origin.job);
  const named = jobs.filter(
    (job) => plain(job.name) === wanted || (wanted.length >= 60 && plain(job.name).startsWith(wanted)),
  );
  return named.length === 1 ? (named[0] ?? null) : null;
}

/** Archive names lose or replace some signs of a job's name. */
const plain = (name: string): string => name.replace(/[^\p{L}\p{N}]/gu, '');
