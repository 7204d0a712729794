// About two dozen campaigns that were really published, where they are at hand: judged as the contract says.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listCampaigns, readFolder } from '../src/evidence/folder.ts';
import { judge } from '../src/verdict/judge.ts';
import { statusesOf } from './fixtures/folder.ts';

const RUNS = join(import.meta.dirname, '../../shared/corpus/runs');
const isHere = existsSync(RUNS);

describe.skipIf(!isHere)(`Published campaigns${isHere ? '' : ` (skipped: ${RUNS} is not there)`}`, () => {
  it.each([
    ['v0.6.0.0-final-r14', 'FAIL', false, 'PASS, FAIL, NOT REACHED, NOT REACHED'],
    ['v0.6.0.0-final-r11', 'INCOMPLETE', true, 'PASS, UNREADABLE, NOT REACHED, NOT REACHED'],
    ['v0.6.0.0-final-r15', 'INCOMPLETE', true, 'PASS, PASS, PASS, UNREADABLE'],
    ['v0.6.0.0-final-r19', 'FAIL', false, 'NOT RUN, PASS, PASS, FAIL'],
    ['soak-v0.6.0-r17', 'INCOMPLETE', true, 'NOT RUN, NOT RUN, NOT RUN, NOT RUN'],
    ['soak-v0.6.0-r1', 'PASS', false, 'PASS, PASS, PASS, PASS'],
  ])('%s is %s, disputed %s: %s', (id, outcome, disputed, statuses) => {
    const verdict = judge(readFolder(RUNS, id));
    expect(statusesOf(verdict)).toBe(statuses);
    expect(verdict).toMatchObject({ outcome, claim: { disputed } });
  });

  it('are all listed, and none is left out', () => {
    const { ids, problems, insights } = listCampaigns(RUNS);
    expect(ids.length).toBeGreaterThan(20);
    expect(problems).toEqual([]);
    expect(insights?.state).toBe('document');
  });

  it('pass only where all four phases left a document', () => {
    for (const id of listCampaigns(RUNS).ids) {
      const verdict = judge(readFolder(RUNS, id));
      if (verdict.outcome !== 'PASS') continue;
      expect(
        verdict.phases.every(({ documents }) => documents.length > 0),
        id,
      ).toBe(true);
    }
  });

  it('show in r15 that phase 4 is a log, with its first line', () => {
    const phase4 = readFolder(RUNS, 'v0.6.0.0-final-r15').files.find(({ file }) => file === 'phase4.json');
    expect(phase4).toMatchObject({ state: 'unreadable', why: { problem: 'not JSON', line: 1 } });
  });
});
