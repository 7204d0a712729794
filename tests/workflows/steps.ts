// Runs the steps of a job, or of a composite action, as a runner does: conditions, environment, outputs, and what comes
// after a step that failed.

import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse } from 'yaml';
import { type Contexts, filled, holds, open, type Status, textOf } from './expression.ts';
import { type Place, STAND_INS } from './stand-ins.ts';

export interface Step {
  id?: string;
  name?: string;
  if?: unknown;
  uses?: string;
  run?: string;
  shell?: string;
  env?: Record<string, unknown>;
  with?: Record<string, unknown>;
  'working-directory'?: string;
}

export interface Ran {
  job: string;
  step: string;
  outcome: 'success' | 'failure' | 'skipped';
  output: string;
}

export interface Job extends Place {
  /** `shard 3`. */
  name: string;
  env: NodeJS.ProcessEnv;
  /** Where each step is noted. */
  log: Ran[];
  /** Ends a step by force: asked with what it has said so far. */
  kills?: (job: string, step: string, output: string) => boolean;
}

interface Scope {
  contexts: Contexts;
  status: Status;
}

type Outputs = Record<string, string>;
interface Ended {
  outcome: Ran['outcome'];
  outputs: Outputs;
  output: string;
}

/** @returns the outputs of each step that has an id */
export async function runSteps(steps: readonly Step[], job: Job, { contexts, status }: Scope) {
  const done: Record<string, { outcome: string; outputs: Outputs }> = {};
  const all = { ...contexts, steps: done };
  for (const step of steps) if (step.id) done[step.id] = { outcome: '', outputs: open({}) };
  for (const [index, step] of steps.entries()) {
    const name = step.name ?? step.uses ?? step.run?.trim().split('\n')[0] ?? `step ${index}`;
    const ended = holds(step.if, all, status)
      ? await runStep(step, name, job, { contexts: all, status })
      : { outcome: 'skipped' as const, outputs: {}, output: '' };
    if (ended.outcome === 'failure') status.failed = true;
    if (step.id) done[step.id] = { outcome: ended.outcome, outputs: open(ended.outputs) };
    job.log.push({ job: job.name, step: name, outcome: ended.outcome, output: ended.output });
  }
  return done;
}

async function runStep(step: Step, name: string, job: Job, scope: Scope): Promise<Ended> {
  if (step.run !== undefined) return await runShell(step, name, job, scope);
  const given = filledAll(step.with ?? {}, scope);
  const [action = '', at] = (step.uses ?? '').split('@');
  try {
    const standIn = STAND_INS[action];
    if (standIn) return { outcome: 'success', outputs: standIn(given, job), output: '' };
    return await runAction(actionFolder(action, at, job), given, job, scope);
  } catch (error) {
    return { outcome: 'failure', outputs: {}, output: String(error) };
  }
}

/** In the workspace; or, of another repository, fetched at its commit as a runner fetches it. */
function actionFolder(action: string, at: string | undefined, job: Job): string {
  if (action.startsWith('./')) return resolve(job.workspace, action);
  if (at === undefined || !job.repositories[action]) throw new Error(`expected a known action, found ${action}@${at}`);
  const folder = join(job.temp, '_actions', action);
  mkdirSync(folder, { recursive: true });
  STAND_INS['actions/checkout']?.({ repository: action, ref: at }, { ...job, workspace: folder });
  return folder;
}

async function runAction(folder: string, given: Outputs, job: Job, { contexts, status }: Scope): Promise<Ended> {
  const { inputs: declared = {}, outputs = {}, runs } = parse(readFileSync(join(folder, 'action.yml'), 'utf8'));
  for (const key of Object.keys(given)) if (!declared[key]) throw new Error(`expected a known input, found ${key}`);
  const github = { ...(contexts.github as object), action_path: folder };
  const defaults = Object.entries<{ default?: unknown }>(declared).map(([key, { default: value }]) => [
    key,
    textOf(filled(textOf(value), { github }, status)),
  ]);
  const inputs = { ...Object.fromEntries(defaults), ...given };
  const { runner } = contexts;
  const own: Status = { failed: status.failed };
  const env = { ...job.env, GITHUB_ACTION_PATH: folder };
  const steps = await runSteps(runs.steps, { ...job, env }, { contexts: { github, runner, inputs }, status: own });
  const values = Object.entries<{ value: string }>(outputs).map(([key, { value }]) => [
    key,
    textOf(filled(value, { steps, inputs, github }, own)),
  ]);
  const failed = own.failed && !status.failed;
  return { outcome: failed ? 'failure' : 'success', outputs: Object.fromEntries(values), output: '' };
}

async function runShell(step: Step, name: string, job: Job, { contexts, status }: Scope): Promise<Ended> {
  const script = step.run ?? '';
  if (script.includes('${{')) throw new Error(`${name}: an expression in a shell line`);
  const folder = join(job.temp, `_step-${job.log.length}`);
  mkdirSync(folder, { recursive: true });
  const file = join(folder, 'script.sh');
  const outputs = join(folder, 'outputs');
  writeFileSync(file, script);
  writeFileSync(outputs, '');
  const shell = step.shell === 'bash' ? ['--noprofile', '--norc', '-eo', 'pipefail', file] : ['-e', file];
  const cwd = resolve(job.workspace, textOf(filled(step['working-directory'] ?? '.', contexts, status)));
  const env = { ...job.env, ...filledAll(step.env ?? {}, { contexts, status }), GITHUB_OUTPUT: outputs };
  // a process group of its own, so that a machine that is lost takes everything with it
  const child = spawn('bash', shell, { cwd, env, stdio: ['ignore', 'pipe', 'pipe'], detached: true });
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (job.kills?.(job.name, name, output)) process.kill(-(child.pid as number), 'SIGKILL');
    });
  }
  const code = await new Promise<number | null>((ended) => child.once('close', ended));
  return { outcome: code === 0 ? 'success' : 'failure', outputs: outputsIn(outputs), output };
}

function outputsIn(file: string): Outputs {
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
  return Object.fromEntries(
    lines.map((line) => {
      const at = line.indexOf('=');
      if (at < 1) throw new Error(`GITHUB_OUTPUT: expected name=value, found ${line}`);
      return [line.slice(0, at), line.slice(at + 1)];
    }),
  );
}

const filledAll = (values: Record<string, unknown>, { contexts, status }: Scope): Outputs =>
  Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, textOf(filled(textOf(value), contexts, status))]),
  );
