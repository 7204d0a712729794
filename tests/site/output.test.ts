// What a build says on the terminal, and how it ends.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { ApiCampaigns } from '../../src/contract/api.ts';
import { LEFT_OUT } from '../fixtures/hostile.ts';
import { atBase, atRoot } from './site.ts';

const broken = inject('broken');

describe('The build of good and of hostile campaigns', () => {
  it('ends with 0 for either base', () => {
    expect([atRoot.code, atBase.code]).toEqual([0, 0]);
  });

  it('prints one summary line that agrees with the document for machines', () => {
    const { campaigns } = JSON.parse(readFileSync(join(atRoot.dist, 'api/campaigns.json'), 'utf8')) as ApiCampaigns;
    const count = (outcome: string) => campaigns.filter((campaign) => campaign.outcome === outcome).length;
    const disputed = campaigns.filter(({ claim }) => claim.disputed).length;
    const line = `${campaigns.length} campaigns: ${count('PASS')} PASS, ${count('FAIL')} FAIL, ${count('INCOMPLETE')} INCOMPLETE; ${disputed} disputed`;
    expect(atRoot.stderr.split('\n').filter((one) => one === line)).toHaveLength(1);
    expect(disputed).toBeGreaterThan(3);
  });

  it.each([
    ['an empty file', /^harbour-r4: phase2\.json .*empty/m],
    ['a log named phase4.json, with its line', /^harbour-r5: phase4\.json .*line 1/m],
    ['an altered file', /^quay-gate-r1: phase3\.json differs from evidence\.sha256\.json/m],
    ['a symbolic link in a campaign', /^storm-names: phase2-linked\.json is a symbolic link/m],
    ['a folder named like a document', /^storm-names: phase3\.json\.json is a directory/m],
    ['a folder in a campaign', /^storm-names\/inner: left out/m],
    ['a name that cannot be an address', /^storm-names\/\.\.%2fup\.json: left out/m],
    ['a fix that leads nowhere', /^run-insights\.json "storm-markup" bugs\[0\].*http/m],
  ])('prints a line for %s', (_what, line) => {
    expect(atRoot.stderr).toMatch(line);
  });

  it('prints exactly one line for each entry that is no campaign', () => {
    for (const name of LEFT_OUT)
      expect(
        atRoot.stderr.split('\n').filter((line) => line.startsWith(`${name}: left out`)),
        name,
      ).toHaveLength(1);
  });

  it('prints no control character of an artifact', () => {
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what must not be there
    expect(atRoot.stderr.replace(/\n/g, '')).not.toMatch(/[\u0000-\u0008\u000b-\u001a\u007f-\u009f]/);
  });
});

describe('An analysis whose fact does not resolve', () => {
  it('makes the build end with 1', () => {
    expect(broken.code).toBe(1);
  });

  it('is named with file, line and the nearest path', () => {
    const line = broken.stderr.split('\n').find((one) => one.includes('phase2.okay'));
    expect(line).toMatch(/harbour-r3\/analysis\.mdx:10/);
    expect(line).toMatch(/phase2\.ok\b/);
  });

  it('is told without a stack trace', () => {
    expect(broken.stderr).not.toMatch(/^\s+at /m);
  });
});
