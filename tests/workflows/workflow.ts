// Runs a workflow as GitHub would: its jobs in the order of their needs, a matrix two machines at a time, a workflow that
// calls another. Each job is a machine of its own: an empty workspace and an empty temporary folder.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pMap from 'p-map';
import { parse } from 'yaml';
import { type Contexts, filled, holds, open, textOf } from './expression.ts';
import { type Place, programsIn } from './stand-ins.ts';
import { type Job, type Ran, runSteps, type Step } from './steps.ts';

const MACHINES = 2;

export interface Run {
  root: string;
  /** A checkout in which the workflow files are. */
  files: string;
  repository: string;
  repositories: Place['repositories'];
  /** Where the workflow files come from, and at which commit. */
  workflow: { repository: string; sha: string };
  /** What began it: a push has no inputs. */
  event: 'workflow_dispatch' | 'workflow_call' | 'push' | 'schedule';
  /** The branch or tag that it runs for. */
  ref_name?: string;
  run_number?: number;
  /** Jobs that are run; the others are skipped. */
  only?: readonly string[];
  kills?: Job['kills'];
}

export interface JobResult {
  result: 'success' | 'failure' | 'skipped';
  outputs: Record<string, string>;
}

export interface WorkflowResult {
  jobs: Record<string, JobResult>;
  outputs: Record<string, string>;
  log: Ran[];
  /** What the jobs wrote for the page of the run. */
  summary: string;
  artifacts: string;
}

interface JobText {
  uses?: string;
  needs?: string | string[];
  if?: unknown;
  strategy?: { matrix: Record<string, unknown> };
  outputs?: Record<string, string>;
  with?: Record<string, unknown>;
  steps: Step[];
}

type Inputs = Record<string, unknown>;

export async function runWorkflow(
  run: Run,
  file: string,
  given: Inputs = {},
  log: Ran[] = [],
): Promise<WorkflowResult> {
  const text = parse(readFileSync(join(run.files, file), 'utf8'));
  const contexts = { github: githubOf(run), inputs: inputsOf(text.on, run.event, given) };
  const jobs: Record<string, JobResult> = {};
  const artifacts = join(run.root, 'artifacts');
  mkdirSync(artifacts, { recursive: true });
  const pending = new Map(Object.entries<JobText>(text.jobs));
  while (pending.size > 0) {
    const next = [...pending].find(([, { needs = [] }]) => [needs].flat().every((need) => jobs[need]));
    if (!next)
      throw new Error(`${file}: expected jobs whose needs can be met, found ${[...pending.keys()].join(', ')}`);
    const [name, job] = next;
    pending.delete(name);
    const needs = Object.fromEntries([job.needs ?? []].flat().map((need) => [need, open(jobs[need] as JobResult)]));
    const status = { failed: Object.values(needs).some(({ result }) => result !== 'success') };
    const wanted = run.only?.includes(name) !== false && holds(job.if, { ...contexts, needs }, status);
    jobs[name] = wanted
      ? await runJob(run, name, job, { ...contexts, needs }, log)
      : { result: 'skipped', outputs: {} };
  }
  const declared = Object.entries<{ value: string }>(text.on.workflow_call?.outputs ?? {});
  const withOpen = Object.fromEntries(
    Object.entries(jobs).map(([name, job]) => [name, { ...job, outputs: open(job.outputs) }]),
  );
  const outputs = declared.map(([key, { value }]) => [
    key,
    textOf(filled(value, { jobs: withOpen }, { failed: false })),
  ]);
  const summary = log.length === 0 ? '' : readIfThere(join(run.root, 'summary.md'));
  return { jobs, outputs: Object.fromEntries(outputs), log, summary, artifacts };
}

async function runJob(run: Run, name: string, text: JobText, contexts: Contexts, log: Ran[]): Promise<JobResult> {
  const status = { failed: false };
  if (text.uses !== undefined) {
    const given = Object.entries(text.with ?? {}).map(([key, value]) => [key, filled(textOf(value), contexts, status)]);
    const called = await runWorkflow({ ...run, event: 'workflow_call' }, text.uses, Object.fromEntries(given), log);
    const results = Object.values(called.jobs).map(({ result }) => result);
    return { result: results.includes('failure') ? 'failure' : 'success', outputs: called.outputs };
  }
  const matrix = Object.entries(text.strategy?.matrix ?? {}).map(
    ([key, value]) => [key, filled(textOf(value), contexts, status)] as const,
  );
  if (matrix.length > 1) throw new Error(`${name}: expected a matrix of one field`);
  const [key, values] = matrix[0] ?? [null, [null]];
  const ended = await pMap(
    values as unknown[],
    (value) => {
      const own = key === null ? contexts : { ...contexts, matrix: { [key]: value } };
      return runMachine(run, key === null ? name : `${name} ${textOf(value)}`, text, own, log);
    },
    { concurrency: MACHINES },
  );
  const result = ended.some((one) => one.result === 'failure') ? 'failure' : 'success';
  return { result, outputs: ended[0]?.outputs ?? {} };
}

async function runMachine(run: Run, name: string, text: JobText, given: Contexts, log: Ran[]): Promise<JobResult> {
  const machine = join(run.root, 'machines', name.replaceAll(' ', '-'));
  const workspace = join(machine, 'workspace');
  const temp = join(machine, 'temp');
  for (const folder of [workspace, temp]) mkdirSync(folder, { recursive: true });
  const github = { ...(given.github as object), workspace };
  const job = { workflow_repository: run.workflow.repository, workflow_sha: run.workflow.sha };
  const contexts = { ...given, github, runner: { temp }, job };
  const status = { failed: false };
  const place: Job = {
    name,
    workspace,
    temp,
    artifacts: join(run.root, 'artifacts'),
    repository: run.repository,
    repositories: run.repositories,
    ref: run.ref_name ?? 'main',
    env: environmentOf(run, workspace, temp),
    log,
    ...(run.kills ? { kills: run.kills } : {}),
  };
  const steps = await runSteps(text.steps, place, { contexts, status });
  const outputs = Object.entries(text.outputs ?? {}).map(([key, value]) => [
    key,
    textOf(filled(value, { ...contexts, steps }, status)),
  ]);
  return { result: status.failed ? 'failure' : 'success', outputs: Object.fromEntries(outputs) };
}

/** What a runner gives to every step, and nothing of this machine but its programs. */
function environmentOf({ root, repository, run_number = 1 }: Run, workspace: string, temp: string): NodeJS.ProcessEnv {
  return {
    PATH: `${programsIn(root)}:${process.env.PATH}`,
    HOME: temp,
    CI: 'true',
    GITHUB_ACTIONS: 'true',
    GITHUB_REPOSITORY: repository,
    GITHUB_RUN_ID: String(1000 + run_number),
    GITHUB_RUN_ATTEMPT: '1',
    GITHUB_WORKSPACE: workspace,
    GITHUB_STEP_SUMMARY: join(root, 'summary.md'),
    RUNNER_TEMP: temp,
    TMPDIR: temp,
    NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE,
    REHEARSAL_COMMENTS: join(root, 'comments.json'),
  };
}

const githubOf = ({ repository, event, ref_name = 'main', run_number = 1 }: Run) => ({
  repository,
  event_name: event,
  ref_name,
  run_number,
  token: 'of the rehearsal',
  event: { repository: { default_branch: 'main' } },
});

/** What any trigger declares is known; what this one was not given is empty. */
function inputsOf(
  on: Record<string, { inputs?: Record<string, { default?: unknown }> } | null>,
  event: string,
  given: Inputs,
): Inputs {
  const declared = Object.values(on).flatMap((trigger) => Object.keys(trigger?.inputs ?? {}));
  const own = Object.entries(on[event]?.inputs ?? {}).map(([key, { default: value }]) => [key, value ?? '']);
  for (const key of Object.keys(given)) {
    if (!on[event]?.inputs?.[key]) throw new Error(`expected a known input, found ${key}`);
  }
  return { ...Object.fromEntries(declared.map((key) => [key, ''])), ...Object.fromEntries(own), ...given };
}

function readIfThere(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
