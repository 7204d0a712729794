// The workflows, rehearsed without GitHub: every shell line word for word and in order, from clean clones of this working
// tree, against a remote that refuses the first two pushes. What stands in for GitHub is in stand-ins.ts.

import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bareOf, git, refuseFirst, workingTree } from './repositories.ts';
import { smallCampaign } from './small-campaign.ts';
import { BASE_PATH } from './stand-ins.ts';
import type { Ran } from './steps.ts';
import { type Run, runWorkflow, type WorkflowResult } from './workflow.ts';

const LIMIT_MS = 900_000;
const OWN = 'owner/proofhouse';
const CAMPAIGN = '.github/workflows/campaign.yml';
const SMALL = smallCampaign(4).join('\n');

const dir = mkdtempSync(join(tmpdir(), 'rehearsal-'));
afterAll(() => rmSync(dir, { recursive: true, force: true, maxRetries: 10 }), LIMIT_MS);
const bare = join(dir, 'proofhouse.git');
let base: Omit<Run, 'root' | 'event'>;

beforeAll(() => {
  const files = join(dir, 'tree');
  mkdirSync(files);
  workingTree(files, ['v0.6.0.0-final-r19']);
  const sha = bareOf(files, bare);
  refuseFirst(bare, 2);
  base = { files, repository: OWN, repositories: { [OWN]: bare }, workflow: { repository: OWN, sha } };
}, LIMIT_MS);

const runIn = (name: string, event: Run['event'], more: Partial<Run> = {}): Run => ({
  ...base,
  root: join(dir, name),
  event,
  ...more,
});
const resultsOf = ({ jobs }: WorkflowResult) => Object.entries(jobs).map(([name, { result }]) => `${name}: ${result}`);
/**
 * What failed, in order; with the end of what an unexpected one said. On a machine that is busy with other things a shard
 * may be inconclusive, and that is its own honest end.
 */
const failuresOf = ({ log }: WorkflowResult, expected: readonly string[]) =>
  log.flatMap(({ job, step, outcome, output }) => {
    const name = `${job}: ${step}`;
    if (isInconclusive(log, job) && !expected.includes(name)) return [];
    return outcome !== 'failure' ? [] : [expected.includes(name) ? name : `${name}: ${output.slice(-1500)}`];
  });
const isInconclusive = (log: readonly Ran[], name: string): boolean =>
  log.some(({ job, step, output }) => job === name && step === 'A shard' && / INCONCLUSIVE$/m.test(output));
const DECISION = ['merge: The decision', 'merge: ./.harness'];
const said = ({ log }: WorkflowResult, job: string, step: string) =>
  log.find((one) => one.job === job && one.step === step)?.output ?? `${job}, ${step}: never ran`;
const committed = <T>(file: string): T => JSON.parse(git(bare, 'show', `main:campaigns/${file}`));

describe('A campaign in four shards', { timeout: LIMIT_MS }, () => {
  it('of which one is killed is committed as incomplete, and says which, at the third push', async () => {
    const run = await runWorkflow(
      runIn('killed', 'workflow_dispatch', {
        // the one that alone runs phases 1 to 3, in the middle of them
        kills: (job, step, output) => job === 'shard 1' && step === 'A shard' && output.includes('phase 2 of 4'),
      }),
      CAMPAIGN,
      { profile: 'smoke', shards: '4', options: SMALL },
    );
    const { id } = run.jobs.plan?.outputs ?? {};
    expect(id).toBe('reference-v0.1.0-custom-r1');
    expect(resultsOf(run)).toEqual(['plan: success', 'shard: failure', 'merge: failure']);
    const expected = ['shard 1: A shard', 'shard 1: ./.harness', ...DECISION];
    expect(failuresOf(run, expected)).toEqual(expected);
    expect(said(run, 'merge', 'The decision')).toMatch(/^By this campaign: exit code 3 /);
    expect(said(run, 'merge', 'One campaign')).toMatch(
      /shard 1 of 4 was broken off: phases 1, 2, 3 and cycles 1 of each class/,
    );
    expect(said(run, 'merge', 'The evidence, committed')).toMatch(/committed to main as [0-9a-f]{40}, at push 3/);
    const summary = committed<{ overall_pass: boolean; shards: { state: string }[] }>(`${id}/campaign-summary.json`);
    expect(summary.overall_pass).toBe(false);
    expect(summary.shards.map(({ state }) => state)).toEqual(['interrupted', 'complete', 'complete', 'complete']);
    expect(run.summary).toMatch(/Incomplete.*reference-v0\.1\.0-custom-r1/);
    const exports = join(run.artifacts, `proofhouse-campaign-${id}`, 'proofhouse', 'exports');
    for (const file of ['junit.xml', 'ctrf.json', 'metrics.txt', 'comment.md']) {
      expect(readFileSync(join(exports, file), 'utf8')).toContain(id);
    }
    // what the killed machine had written is kept as well
    expect(existsSync(join(run.artifacts, `proofhouse-shard-${id}-1`))).toBe(true);
  });

  it('that is whole is committed, the gate is asked, and the site shows both under its base path', async () => {
    const run = await runWorkflow(runIn('whole', 'workflow_call'), CAMPAIGN, {
      profile: 'smoke',
      shards: '4',
      options: SMALL,
      gate: true,
    });
    const { id } = run.outputs;
    expect(id).toBe('reference-v0.1.0-custom-r2');
    expect(failuresOf(run, DECISION)).toEqual(DECISION);
    const [, outcome] = /^Outcome (PASS|INCOMPLETE)$/m.exec(said(run, 'merge', 'One campaign')) ?? [];
    const inconclusive = run.log.some(({ job }) => isInconclusive(run.log, job));
    expect(outcome).toBe(inconclusive ? 'INCOMPLETE' : 'PASS');
    // a gate without rules for its subject could not run, and that is never a pass
    expect(said(run, 'merge', 'The evidence, committed')).toMatch(/expected rules for the subject reference/);
    expect(said(run, 'merge', 'The decision')).toMatch(/^By the gate: exit code 3 /);
    const summary = committed<{ overall_pass: boolean; shards: { state: string }[] }>(`${id}/campaign-summary.json`);
    expect(summary.overall_pass).toBe(outcome === 'PASS');
    expect(summary.shards.map(({ state }) => state)).toEqual(['complete', 'complete', 'complete', 'complete']);
    expect(run.summary).toMatch(/(Pass|Incomplete).*reference-v0\.1\.0-custom-r2/);

    const pages = await runWorkflow(runIn('pages', 'push'), '.github/workflows/pages.yml');
    expect(resultsOf(pages)).toEqual(['build: success', 'publish: success']);
    const page = (path: string) => readFileSync(join(dir, 'pages', 'deployed', path, 'index.html'), 'utf8');
    expect(page('.')).toContain(`href="${BASE_PATH}/campaigns/`);
    expect(page(`campaigns/${id}`)).toContain(`data-outcome="${outcome}"`);
    expect(page(`campaigns/${id}`)).toContain('Four shards on one machine.');
    expect(page('campaigns/reference-v0.1.0-custom-r1')).toContain('data-outcome="INCOMPLETE"');
    expect(page('campaigns/reference-v0.1.0-custom-r1')).toContain('one shard was broken off');
  });
});

describe('What only begins a campaign otherwise', { timeout: LIMIT_MS }, () => {
  it.each([
    ['soak', 'schedule', { run_number: 17 }, 'reference-v0.1.0-soak-r17', 8],
    ['release-gate', 'push', { ref_name: 'v9.9.9' }, 'v9.9.9-gate-r1', 10],
  ] as const)('plans it: %s', async (name, event, more, id, shards) => {
    if (name === 'release-gate') git(bare, 'tag', 'v9.9.9', 'main');
    const run = await runWorkflow(
      runIn(name, event, { ...more, only: ['soak', 'campaign', 'plan'] }),
      `.github/workflows/${name}.yml`,
    );
    expect(failuresOf(run, [])).toEqual([]);
    const plan = join(run.artifacts, `proofhouse-plan-${id}`, 'plan.json');
    expect(JSON.parse(readFileSync(plan, 'utf8')).shards).toHaveLength(shards);
  });
});
