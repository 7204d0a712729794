// What the workflows, the action and the README's examples must be: understood by actionlint, pinned, with no more
// permissions than they need, with a limit on each job, and without an expression in any shell line.

import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { parse } from 'yaml';
import { needed } from '../needed.ts';
import { readmeBlock } from '../readme.ts';
import { STAND_INS } from './stand-ins.ts';

const PROJECT = join(import.meta.dirname, '../..');
const WORKFLOWS = '.github/workflows';
/** From the Go module proxy, whose checksums Go itself keeps. */
const ACTIONLINT = 'github.com/rhysd/actionlint/cmd/actionlint@v1.7.12';
const LIMIT_MS = 300_000;

interface Step {
  uses?: string;
  run?: string;
  if?: string;
}
interface Job {
  uses?: string;
  steps?: Step[];
  permissions?: Record<string, string>;
  'timeout-minutes'?: number;
}
interface Workflow {
  on: unknown;
  permissions?: unknown;
  jobs: Record<string, Job>;
}

const read = (file: string) => readFileSync(join(PROJECT, file), 'utf8');
const files = readdirSync(join(PROJECT, WORKFLOWS)).filter((file) => file.endsWith('.yml'));
const workflows = new Map(files.map((file) => [file, parse(read(join(WORKFLOWS, file))) as Workflow]));
const jobs = [...workflows].flatMap(([file, { jobs: all }]) =>
  Object.entries(all).map(([name, job]) => [`${file} ${name}`, job] as const),
);
const action = parse(read('action.yml'));
const stranger = parse(readmeBlock('yaml', 'actions/deploy-pages')) as Workflow;
const steps: readonly Step[] = [
  ...jobs.flatMap(([, { steps: own = [] }]) => own),
  ...action.runs.steps,
  ...(stranger.jobs.prove?.steps ?? []),
];

const lint = needed('actionlint', ['go']);
describe.skipIf(lint.isSkipped)(lint.title, { timeout: LIMIT_MS }, () => {
  beforeAll(lint.demand);
  const run = (...args: string[]) => spawnSync('go', ['run', ACTIONLINT, ...args], { cwd: PROJECT, encoding: 'utf8' });

  it('finds nothing in the workflows', () => {
    const { status, stdout, stderr } = run();
    expect(`${stdout}${stderr.replaceAll(/^go: downloading .*\n/gm, '')}`).toBe('');
    expect(status).toBe(0);
  });

  it('finds nothing in the README’s file, and what is wrong with a bad one', () => {
    const dir = mkdtempSync(join(tmpdir(), 'actionlint-'));
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }));
    const text = readmeBlock('yaml', 'actions/deploy-pages');
    writeFileSync(join(dir, 'good.yml'), text);
    writeFileSync(join(dir, 'bad.yml'), text.replace('github.ref_name', 'github.reff_name'));
    expect(run(join(dir, 'good.yml'))).toMatchObject({ status: 0, stdout: '' });
    expect(run(join(dir, 'bad.yml')).stdout).toContain('property "reff_name" is not defined');
  });
});

describe('Every workflow', () => {
  it('is there', () => {
    expect(files.toSorted()).toEqual(['campaign.yml', 'ci.yml', 'pages.yml', 'release-gate.yml', 'soak.yml']);
  });

  it('pins each action by its commit, the same one everywhere, and each has a stand-in', () => {
    const used = steps.flatMap(({ uses }) => (uses === undefined || uses.startsWith('./') ? [] : [uses]));
    const named = used.filter((uses) => uses !== 'OWNER/proofhouse@COMMIT');
    expect(named.length).toBeGreaterThan(20);
    expect(named.filter((uses) => !/^[\w.-]+\/[\w.-]+@[0-9a-f]{40}$/.test(uses))).toEqual([]);
    expect([...new Set(named.map((uses) => uses.split('@')[0]))].toSorted()).toEqual(Object.keys(STAND_INS).toSorted());
    expect(new Set(named).size).toBe(Object.keys(STAND_INS).length);
  });

  it.each([...workflows])('%s grants nothing but what a job asks for', (_file, { permissions, jobs: all }) => {
    expect(permissions).toEqual({});
    for (const { permissions: own } of Object.values(all)) expect(own).toBeDefined();
  });

  it('may write contents in the job alone that commits evidence', () => {
    const writing = jobs.filter(([, { permissions }]) => permissions?.contents === 'write').map(([name]) => name);
    expect(writing).toEqual(['campaign.yml merge', 'release-gate.yml campaign', 'soak.yml soak']);
  });

  it.each(jobs)('%s ends after a while', (_name, { uses, 'timeout-minutes': minutes }) => {
    if (uses === undefined) expect(minutes).toBeLessThanOrEqual(120);
    else expect(workflows.has(uses.replace(`./${WORKFLOWS}/`, ''))).toBe(true);
  });

  it('has no expression in a shell line', () => {
    const lines = steps.flatMap(({ run }) => run ?? []);
    expect(lines.length).toBeGreaterThan(8);
    expect(lines.filter((line) => line.includes('$' + '{{'))).toEqual([]);
  });

  it('uploads what there is whatever happened before', () => {
    const uploads = steps.filter(({ uses }) => /\/upload-/.test(uses ?? ''));
    expect(uploads).toHaveLength(5);
    expect(uploads.filter(({ if: condition }) => !condition?.startsWith('always()'))).toEqual([]);
  });
});

describe('The README’s file', () => {
  it('has at most twenty lines', () => {
    expect(readmeBlock('yaml', 'actions/deploy-pages').trimEnd().split('\n').length).toBeLessThanOrEqual(20);
  });

  it('asks the action for what it knows', () => {
    const asked = parse(readmeBlock('yaml', 'actions/deploy-pages')).jobs.prove.steps[2].with;
    expect(Object.keys(asked).filter((key) => !Object.hasOwn(action.inputs, key))).toEqual([]);
    const called = workflows.get('release-gate.yml')?.on as { workflow_call: { inputs: object } };
    const matrix = parse(readmeBlock('yaml', 'release-gate.yml@COMMIT')).jobs.prove.with;
    expect(Object.keys(matrix).filter((key) => !Object.hasOwn(called.workflow_call.inputs, key))).toEqual([]);
  });

  it('says what the commands take', () => {
    const options = readmeBlock('sh', '--sshloginfile').match(/--[a-z-]+/g) ?? [];
    const help = ['plan', 'campaign', 'merge'].map((command) =>
      execFileSync(process.execPath, [join(PROJECT, 'src/cli', `${command}.ts`), '--help'], { encoding: 'utf8' }),
    );
    const OF_PARALLEL = [
      '--sshloginfile',
      '--jobs',
      '--joblog',
      '--retries',
      '--workdir',
      '--transferfile',
      '--return',
    ];
    const own = options.filter((option) => !OF_PARALLEL.includes(option));
    expect(own.filter((option) => !help.some((text) => text.includes(`${option} `)))).toEqual([]);
  });
});
