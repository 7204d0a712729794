// A repository of somebody else, outside this one: the README's file of twenty lines, a tag, and what comes of it. Of the
// file only the owner and commit are filled in, and the subject: a store of the stranger's own, by a small adapter in that
// repository.

import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { PROJECT } from '../cli/campaign-process.ts';
import { readmeBlock } from '../readme.ts';
import { bareOf, git, refuseFirst, workingTree } from './repositories.ts';
import { smallCampaign } from './small-campaign.ts';
import { BASE_PATH, programsIn } from './stand-ins.ts';
import { type Ran, runSteps, type Step } from './steps.ts';
import { type Run, runWorkflow } from './workflow.ts';

const LIMIT_MS = 900_000;
const HARNESS = 'owner/proofhouse';
const STRANGER = 'somebody/store';
const PROVE = '.github/workflows/prove.yml';

const dir = mkdtempSync(join(tmpdir(), 'stranger-'));
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }), LIMIT_MS);

/** What the README shows, for the stranger's own store and a small campaign of two shards. */
function proveFile(sha: string): string {
  const file = parse(
    readmeBlock('yaml', 'actions/deploy-pages').replace('OWNER/proofhouse@COMMIT', `${HARNESS}@${sha}`),
  );
  const asked = file.jobs.prove.steps[2].with;
  const options = smallCampaign(2).join('\n');
  Object.assign(asked, {
    subject: './proofing/adapter.ts',
    profile: 'smoke',
    shards: '2',
    options,
    'pull-request': '7',
  });
  return stringify(file);
}

describe('A stranger’s repository', { timeout: LIMIT_MS }, () => {
  const stranger = join(dir, 'store.git');
  let run: Run;

  beforeAll(() => {
    const harness = join(dir, 'harness');
    mkdirSync(harness);
    workingTree(harness, []);
    const sha = bareOf(harness, join(dir, 'proofhouse.git'));
    const own = join(dir, 'store');
    const files = {
      Makefile: 'build/ai-memory:\n\tmkdir -p build && echo built > $@\n',
      'proofhouse.gate.yaml': 'schema_version: 1\nsubjects:\n  own-store:\n    phases: [2, 4]\n',
      [PROVE]: proveFile(sha),
    };
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(join(own, file, '..'), { recursive: true });
      writeFileSync(join(own, file), text);
    }
    cpSync(join(PROJECT, 'tests/fixtures/own-store'), join(own, 'proofing'), { recursive: true });
    const commit = bareOf(own, stranger);
    git(stranger, 'tag', 'v1.0.0', commit);
    refuseFirst(stranger, 2);
    run = {
      root: join(dir, 'run'),
      files: own,
      repository: STRANGER,
      repositories: { [STRANGER]: stranger, [HARNESS]: join(dir, 'proofhouse.git') },
      workflow: { repository: STRANGER, sha: commit },
      event: 'push',
      ref_name: 'v1.0.0',
    };
  }, LIMIT_MS);

  it('has its release proved, committed, decided on and published by twenty lines', async () => {
    const { log, summary } = await runWorkflow(run, PROVE);
    const said = (step: string) => log.find((one) => one.step === step)?.output ?? 'never ran';
    // a store without commands leaves phases 1 and 3 undecided, so its gate never says ship
    const failures = log.flatMap(({ step, outcome, output }) =>
      outcome !== 'failure' ? [] : step === 'The decision' ? [step] : [`${step}: ${output.slice(-1500)}`],
    );
    expect(failures[0]).toBe('The decision');
    expect(failures).toHaveLength(2);
    expect(failures[1]).toMatch(/^owner\/proofhouse@[0-9a-f]{40}: $/);
    expect(said('The decision')).toMatch(/^By the gate: exit code 3 /);
    expect(said('One campaign')).toMatch(/^Outcome INCOMPLETE$/m);
    const phases = said('Every shard, one after another');
    // inconclusive where the machine is busy with other things
    expect(phases).toMatch(/phase 2 +(PASS|INCONCLUSIVE)/);
    expect(phases).toMatch(/phase 4 +(PASS|INCONCLUSIVE)/);
    expect(said('The evidence, committed')).toMatch(/own-store v1\.0\.0: undecided\..*at push 3/s);
    const id = 'v1.0.0-custom-r1';
    const files = git(stranger, 'ls-tree', '-r', '--name-only', 'main').split('\n');
    expect(files).toContain(`campaigns/${id}/campaign-summary.json`);
    expect(files.filter((file) => file.includes('harness') || file.startsWith('build'))).toEqual([]);
    const { subject } = JSON.parse(git(stranger, 'show', `main:campaigns/${id}/campaign-summary.json`));
    const adapter_sha256 = createHash('sha256')
      .update(readFileSync(join(run.files, 'proofing/adapter.ts')))
      .digest('hex');
    expect(subject).toMatchObject({ name: 'own-store', ref: 'v1.0.0', adapter_sha256 });
    const { decisions } = JSON.parse(git(stranger, 'show', 'main:campaigns/gate-decisions.json'));
    expect(decisions).toMatchObject([{ subject: 'own-store', ref: 'v1.0.0', decision: 'undecided' }]);
    const page = (path: string) => readFileSync(join(run.root, 'deployed', path, 'index.html'), 'utf8');
    expect(page(`campaigns/${id}`)).toContain('data-outcome="INCOMPLETE"');
    expect(page('releases/own-store/v1.0.0')).toMatch(/undecided/i);
    expect(page('.')).toContain(`href="${BASE_PATH}/campaigns/`);
    expect(summary).toContain(id);
    const comments = JSON.parse(readFileSync(join(run.root, 'comments.json'), 'utf8'));
    expect(comments).toEqual([{ id: 1, login: 'github-actions[bot]', body: expect.stringContaining(id) }]);
  });
});

describe('The comment under a pull request', () => {
  it('takes the place of the last one of the same kind, and of nobody else’s', async () => {
    const root = join(dir, 'comment');
    const exports = join(root, 'proofhouse/exports');
    mkdirSync(exports, { recursive: true });
    const step = parse(readFileSync(join(PROJECT, 'action.yml'), 'utf8')).runs.steps.find(
      ({ name }: Step) => name === 'Under the pull request',
    );
    const log: Ran[] = [];
    const store = join(root, 'comments.json');
    writeFileSync(store, JSON.stringify([{ id: 1, login: 'somebody', body: '<!-- mark -->\nnot ours' }]));
    const env = {
      PATH: `${programsIn(root)}:${process.env.PATH}`,
      GITHUB_REPOSITORY: STRANGER,
      REHEARSAL_COMMENTS: store,
    };
    const place = { workspace: root, temp: root, artifacts: root, repository: STRANGER, repositories: {}, ref: 'main' };
    const contexts = { runner: { temp: root }, inputs: { 'pull-request': '7', token: 'x' } };
    for (const text of ['first', 'second']) {
      writeFileSync(join(exports, 'comment.md'), `<!-- mark -->\n${text}`);
      const job = { ...place, name: 'comment', env, log };
      await runSteps([{ id: 'merge', run: 'true' }, step], job, { contexts, status: { failed: false } });
    }
    expect(log.filter(({ outcome }) => outcome !== 'success')).toEqual([]);
    expect(JSON.parse(readFileSync(store, 'utf8')).map(({ body }: { body: string }) => body)).toEqual([
      '<!-- mark -->\nnot ours',
      '<!-- mark -->\nsecond',
    ]);
  });
});
