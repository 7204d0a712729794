// The one file that makes an Octokit. Retries and rate limits are the client's; this file adds bounded waits, and
// turns every refusal into a message with the next step. The token comes from the environment and is never printed.

import { setTimeout } from 'node:timers/promises';
import { Octokit } from 'octokit';
import { itemsOf, parsedRun, requireJson } from './answers.ts';
import { download } from './download.ts';
import type { JobFact } from './extract.ts';
import { ReconstructFailure } from './failure.ts';
import { ARTIFACT_COUNT_MAX, JOB_COUNT_MAX, REQUEST_MS_MAX, RETRY_AFTER_S_MAX, RUN_COUNT_MAX } from './limits.ts';
import { refusal, retryAfter } from './refusal.ts';

export interface GitHubSettings {
  owner: string;
  repo: string;
  token: string | null;
  /** The service's address, for GitHub Enterprise Server: `https://HOST/api/v3`. */
  apiUrl: string | null;
  log: (line: string) => void;
  /** Milliseconds that stand for one second of waiting before a retry. */
  secondMs?: number;
}

export interface RunFact {
  id: number;
  attempt: number;
  address: string;
  title: string;
  status: string | null;
  createdAt: string;
  /** Of this attempt. */
  startedAt: string;
  updatedAt: string;
}

export interface ArtifactFact {
  id: number;
  name: string;
  bytes: number;
  digest: string | null;
}

export interface GitHub {
  run(id: number, attempt: number | null): Promise<RunFact>;
  jobs(run: RunFact): Promise<JobFact[]>;
  artifacts(run: RunFact): Promise<ArtifactFact[]>;
  runLogs(run: RunFact): Promise<Buffer>;
  jobLog(job: JobFact): Promise<Buffer>;
  artifact(artifact: ArtifactFact): Promise<Buffer>;
  /** Newest first, at most `RUN_COUNT_MAX`. */
  runs(workflow: string): AsyncGenerator<RunFact>;
}

export function connect(settings: GitHubSettings): GitHub {
  const octokit = client(settings);
  requireJson(octokit);
  const at = { owner: settings.owner, repo: settings.repo };
  const asked = <T>(what: string, request: () => Promise<T>): Promise<T> =>
    patiently(request, settings).catch((error: unknown) => {
      throw refusal(what, error, settings.token !== null);
    });
  const link = (what: string, route: string, ids: Record<string, number>) => () =>
    asked(what, async () => {
      const manual = { request: { redirect: 'manual' } } as const;
      let response = await octokit.request(route, { ...at, ...ids, ...manual });
      // A repository that was renamed answers with its new place first, which wants the token too.
      if (response.status !== 302 && response.headers.location) {
        response = await octokit.request(`GET ${response.headers.location}`, manual);
      }
      const location = response.headers.location;
      if (location && /^https?:\/\//.test(location)) return location;
      throw new ReconstructFailure('server error', `${what}: the service gave no download address. Try again later.`);
    });
  const base = '/repos/{owner}/{repo}/actions';
  return {
    run: (id, attempt) =>
      asked(`run ${id}`, async () => {
        const ids = { ...at, run_id: id };
        const { data } = attempt
          ? await octokit.rest.actions.getWorkflowRunAttempt({ ...ids, attempt_number: attempt })
          : await octokit.rest.actions.getWorkflowRun(ids);
        return runFact(data);
      }),
    jobs: (run) =>
      asked(`jobs of run ${run.id}`, () => jobsOf(octokit, { ...at, run_id: run.id, attempt_number: run.attempt })),
    artifacts: (run) => asked(`artifacts of run ${run.id}`, () => artifactsOf(octokit, { ...at, run_id: run.id }, run)),
    runLogs: (run) => {
      const what = `log of run ${run.id}, attempt ${run.attempt}`;
      const ids = { run_id: run.id, attempt_number: run.attempt };
      return download(what, link(what, `GET ${base}/runs/{run_id}/attempts/{attempt_number}/logs`, ids));
    },
    jobLog: (job) => {
      const what = `log of job ${job.jobId}`;
      return download(what, link(what, `GET ${base}/jobs/{job_id}/logs`, { job_id: Number(job.jobId) }));
    },
    artifact: ({ id, name }) => {
      const what = `artifact ${name}`;
      return download(what, link(what, `GET ${base}/artifacts/{artifact_id}/zip`, { artifact_id: id }));
    },
    runs: (workflow) => runsOf(octokit, { ...at, workflow_id: workflow }, asked),
  };
}

function client(settings: GitHubSettings): Octokit {
  const waits = (what: string) => (seconds: number, _options: object, _octokit: object, retryCount: number) => {
    const wait = seconds <= RETRY_AFTER_S_MAX && retryCount < 1;
    settings.log(`${what}: the service asks to wait ${seconds} s${wait ? '; waiting' : ''}`);
    return wait;
  };
  const second = settings.secondMs ?? 1000;
  const quiet = () => {};
  return new Octokit({
    ...(settings.token ? { auth: settings.token } : {}),
    ...(settings.apiUrl ? { baseUrl: settings.apiUrl.replace(/\/+$/, '') } : {}),
    userAgent: 'proofhouse-reconstruct',
    log: { debug: quiet, info: quiet, warn: quiet, error: quiet },
    // The retry plugin would meet a limit before the throttling plugin does, and not wait as long as it was asked to.
    retry: { retryAfterBaseValue: second, doNotRetry: [400, 401, 403, 404, 410, 422, 429, 451] },
    throttle: {
      retryAfterBaseValue: second,
      onRateLimit: waits('rate limit'),
      onSecondaryRateLimit: waits('secondary rate limit'),
    },
    request: {
      fetch: (address: string, init?: RequestInit) =>
        fetch(address, { ...init, signal: AbortSignal.timeout(REQUEST_MS_MAX) }),
    },
  });
}

/** The client knows a limit by its words; one that only says when to come back is honoured here, once. */
async function patiently<T>(request: () => Promise<T>, settings: GitHubSettings): Promise<T> {
  try {
    return await request();
  } catch (error) {
    const seconds = retryAfter(error);
    if (seconds === null || seconds > RETRY_AFTER_S_MAX) throw error;
    settings.log(`the service asks to wait ${seconds} s; waiting`);
    await setTimeout(seconds * (settings.secondMs ?? 1000));
    return request();
  }
}

function runFact(data: unknown): RunFact {
  const run = parsedRun(data);
  return {
    id: run.id,
    attempt: run.run_attempt ?? 1,
    address: run.html_url,
    title: run.display_title ?? '',
    status: run.status,
    createdAt: run.created_at,
    startedAt: run.run_started_at ?? run.created_at,
    updatedAt: run.updated_at,
  };
}

type Place = { owner: string; repo: string };

async function jobsOf(octokit: Octokit, ids: Place & { run_id: number; attempt_number: number }): Promise<JobFact[]> {
  const jobs: JobFact[] = [];
  for await (const page of octokit.paginate.iterator(octokit.rest.actions.listJobsForWorkflowRunAttempt, {
    ...ids,
    per_page: 100,
  })) {
    for (const job of itemsOf(page.data)) {
      const steps = (job.steps ?? []).map((step) => ({
        number: step.number,
        name: step.name,
        conclusion: step.conclusion,
        startedAt: step.started_at ?? null,
        completedAt: step.completed_at ?? null,
      }));
      const { name, conclusion, started_at: startedAt = null, completed_at: completedAt = null } = job;
      jobs.push({ jobId: String(job.id), name, conclusion, startedAt, completedAt, steps });
    }
    if (jobs.length >= JOB_COUNT_MAX) break;
  }
  return jobs;
}

/** Artifacts belong to a run and not to an attempt: only those made while this attempt ran count. */
async function artifactsOf(octokit: Octokit, ids: Place & { run_id: number }, run: RunFact): Promise<ArtifactFact[]> {
  const artifacts: ArtifactFact[] = [];
  for await (const page of octokit.paginate.iterator(octokit.rest.actions.listWorkflowRunArtifacts, {
    ...ids,
    per_page: 100,
  })) {
    for (const one of itemsOf(page.data)) {
      const made = Date.parse(one.created_at ?? '');
      const within = made >= Date.parse(run.startedAt) && made <= Date.parse(run.updatedAt) + 60_000;
      if (one.expired || !within) continue;
      artifacts.push({ id: one.id, name: one.name, bytes: one.size_in_bytes, digest: one.digest ?? null });
    }
    if (artifacts.length >= ARTIFACT_COUNT_MAX) break;
  }
  return artifacts.slice(0, ARTIFACT_COUNT_MAX);
}

async function* runsOf(
  octokit: Octokit,
  ids: Place & { workflow_id: string },
  asked: <T>(what: string, request: () => Promise<T>) => Promise<T>,
): AsyncGenerator<RunFact> {
  const pages = octokit.paginate
    .iterator(octokit.rest.actions.listWorkflowRuns, { ...ids, per_page: 100 })
    [Symbol.asyncIterator]();
  let count = 0;
  while (count < RUN_COUNT_MAX) {
    const page = await asked(`runs of ${ids.workflow_id}`, () => pages.next());
    if (page.done) return;
    for (const run of itemsOf(page.value.data)) yield runFact(run);
    count += page.value.data.length;
  }
}
