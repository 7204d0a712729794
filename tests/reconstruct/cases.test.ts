// Logs that once were judged wrongly, where this machine has them: each gives what is right, in the folder that is
// written and in the verdict on it.

import { existsSync, readdirSync } from 'node:fs';
import { cp, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, resolve } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readFolder } from '../../src/evidence/folder.ts';
import { type CampaignResult, isSound, reconstructCampaign } from '../../src/reconstruct/campaign.ts';
import { evidenceOfFile } from '../../src/reconstruct/source.ts';
import { judge } from '../../src/verdict/judge.ts';

// Machines that run much else beside the tests are slow, not wrong.
vi.setConfig({ testTimeout: 30_000 });

const CASES = resolve(import.meta.dirname, '../../../shared/cases');
const RECON = join(CASES, 'recon');
const FIELD = join(CASES, 'field');
const skipped = existsSync(RECON) ? '' : ` (skipped: ${RECON} is not there)`;

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'cases-'));
});
afterEach(() => rm(out, { recursive: true }));

interface Right {
  campaign: string;
  /** Statuses of the four phases, then the outcome. */
  verdict: string;
  contradicted?: string[];
  unknown?: string[];
  /** A folder that is there before. */
  beside?: string;
  says?: string;
}

const BEFORE = '24-folder-before';
const refused = { campaign: 'x-r1', verdict: 'PASS PASS PASS FAIL FAIL', beside: BEFORE, says: 'phase4.json differs' };
const nothing = { campaign: 'mask-r1', verdict: 'NOT RUN NOT RUN NOT RUN NOT RUN INCOMPLETE' };

const RIGHT: Record<string, Right> = {
  'recon/2.log': {
    campaign: 'x-r1',
    verdict: 'PASS PASS PASS INCONCLUSIVE INCOMPLETE',
    contradicted: ['campaign-summary.json', 'phase4.json'],
    says: '2.log:1: [phase4] partition_minority convergence_bound=0.2',
  },
  'recon/3.log': {
    campaign: 'x-r1',
    verdict: 'PASS INCONCLUSIVE PASS PASS INCOMPLETE',
    contradicted: ['phase2.json'],
    says: '3.log:1: [phase2] burst totals: OK=100 QNM=0 FAIL=9 (total=109)',
  },
  'recon/14.log': {
    campaign: 'x-r1',
    verdict: 'PASS PASS PASS INCONCLUSIVE INCOMPLETE',
    unknown: ['phase4.kill_primary_mid_write.lost'],
  },
  'recon/17.log': {
    campaign: 'x-r1',
    verdict: 'PASS INCONCLUSIVE PASS PASS INCOMPLETE',
    unknown: ['phase2.identity.a', 'phase2.identity.b', 'phase2.identity.c'],
  },
  'recon/21.log': {
    campaign: 'x-r1',
    verdict: 'PASS INCONCLUSIVE PASS PASS INCOMPLETE',
    unknown: ['phase2.pass_flag'],
  },
  'recon/24.log': refused,
  'recon/25.log': refused,
  'field/contradicting-log-lines/log.txt': {
    campaign: 'mask-r1',
    verdict: 'PASS INCONCLUSIVE PASS INCONCLUSIVE INCOMPLETE',
    contradicted: ['phase2.json', 'phase4.json'],
    says: 'log.txt:7: [phase4] kill_primary_mid_write convergence_bound=0.5',
  },
  'field/masked-campaign-id/log.txt': { ...nothing, says: 'log.txt:7' },
  'field/masked-campaign-id/log-digit.txt': { ...nothing, says: 'log-digit.txt:8' },
};

const logs = existsSync(RECON)
  ? [
      ...readdirSync(RECON).flatMap((name) => (name.endsWith('.log') ? [`recon/${name}`] : [])),
      ...readdirSync(FIELD).flatMap((folder) =>
        readdirSync(join(FIELD, folder)).flatMap((name) => (name.endsWith('.txt') ? [`field/${folder}/${name}`] : [])),
      ),
    ]
  : [];

describe.skipIf(logs.length === 0)(`A log that was judged wrongly${skipped}`, () => {
  it('has its right value in this table', () => expect(logs.toSorted()).toEqual(Object.keys(RIGHT).toSorted()));

  it.each(logs)('%s gives what is right, and is not sound', async (log) => {
    const right = RIGHT[log] as Right;
    if (right.beside) await cp(join(RECON, right.beside), out, { recursive: true });
    const before = await contents(join(out, right.campaign));
    const given = { campaignId: right.campaign, out, dryRun: false };
    const result = await reconstructCampaign(await evidenceOfFile(join(CASES, log)), given);
    expect(isSound(result)).toBe(false);
    expect(result.files.filter((file) => file.contradicted_by.length > 0).map(({ file }) => file)).toEqual(
      right.contradicted ?? [],
    );
    expect(said(result)).toContain(right.says ?? '');
    const verdict = judge(readFolder(out, right.campaign));
    expect([...verdict.phases.map(({ status }) => status), verdict.outcome].join(' ')).toBe(right.verdict);
    const checks = new Map(verdict.phases.flatMap(({ checks: all }) => all.map(({ id, ok }) => [id, ok])));
    for (const id of right.unknown ?? []) expect(checks.get(id), id).toBeNull();
    const after = await contents(join(out, right.campaign));
    for (const [name, text] of before) expect(after.get(name), name).toBe(text);
    if (right.beside) expect([...after.keys()]).toEqual([...before.keys()]);
  });
});

const said = ({ files, masked }: CampaignResult): string =>
  [...masked, ...files.flatMap((file) => [file.reason ?? '', ...file.contradicted_by])].join('\n');

async function contents(folder: string): Promise<Map<string, string>> {
  const names = existsSync(folder) ? await readdir(folder) : [];
  return new Map(
    await Promise.all(names.map(async (name) => [basename(name), await readFile(join(folder, name), 'utf8')] as const)),
  );
}
