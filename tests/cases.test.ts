// Small campaigns that were once judged wrongly: those at hand beside the project, and some of the same kind made here.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Folder } from '../src/contract/reading.ts';
import { readFolder } from '../src/evidence/folder.ts';
import { clearing } from '../src/verdict/clearing.ts';
import { judge } from '../src/verdict/judge.ts';
import { establishedCampaign } from './fixtures/established.ts';
import {
  type Contents,
  changed,
  checkOf,
  folderOf,
  listed,
  phaseOfVerdict,
  statusesOf,
  without,
} from './fixtures/folder.ts';
import { gateCampaign } from './fixtures/gate.ts';
import { proofhouseCampaign } from './fixtures/proofhouse.ts';

const CASES = join(import.meta.dirname, '../../shared/cases/judge');
const isHere = existsSync(CASES);
const SUMMARY = 'campaign-summary.json';

/** What each case must give. */
const RIGHT: Record<string, (folder: Folder) => void> = {
  'acked-0-bound-1': (folder) => contradicts(folder, 4, /acked 0 beside a bound of 1/),
  'missing-beside-bound-1': (folder) => contradicts(folder, 4, /missing_by_node .* beside a bound of 1/),
  'three-files-one-host': (folder) => contradicts(folder, 1, /host .*, as node a/),
  'one-ok-no-counts': (folder) => {
    const phase = phaseOfVerdict(judge(folder), 2);
    expect(phase.status).toBe('INCONCLUSIVE');
    expect(phase.reasons.join()).toContain('which shows nothing');
  },
  'gate-of-one-write': (folder) => {
    const verdict = judge(folder);
    expect(verdict.outcome).toBe('PASS');
    expect(clearing(folder, verdict).clears).toBe(false);
  },
  'another-campaign': (folder) => incomplete(folder, /of another campaign/),
  interrupted: (folder) => incomplete(folder, /its state is "interrupted"/),
  'list-removed': (folder) => incomplete(folder, /promises evidence\.sha256\.json; there is none/),
  'phase4-removed': (folder) => {
    incomplete(folder, /phase 4 is NOT RUN/);
    expect(phaseOfVerdict(judge(folder), 4).reasons.join()).toContain('which is not used');
  },
};

function contradicts(folder: Folder, phase: number, words: RegExp): void {
  const verdict = judge(folder);
  expect(phaseOfVerdict(verdict, phase).status).toBe('INCONCLUSIVE');
  expect(checkOf(verdict, `phase${phase}.consistent`)).toMatchObject({ ok: null, got: expect.stringMatching(words) });
  expect(verdict.outcome).toBe('INCOMPLETE');
}

function incomplete(folder: Folder, words: RegExp): void {
  const verdict = judge(folder);
  expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: true, disputed: true } });
  expect(verdict.reasons.join('\n')).toMatch(words);
  expect(statusesOf(verdict)).not.toContain('FAIL');
}

describe.skipIf(!isHere)(`Campaigns judged wrongly once${isHere ? '' : ` (skipped: ${CASES} is not there)`}`, () => {
  const ids = isHere ? readdirSync(CASES) : [];

  it.each(ids)('%s is judged as it should be', (id) => {
    const right = RIGHT[id];
    if (!right) throw new Error(`expected to know what ${id} must give; add it to RIGHT`);
    right(readFolder(CASES, id));
  });

  it('are all there', () => {
    expect(ids.toSorted()).toEqual(Object.keys(RIGHT).toSorted());
  });
});

const gateOf = (path: (string | number)[], value: unknown): Contents =>
  listed(changed(gateCampaign(), ['phase4.json', ...path], value));
const FAULT = ['faults', 'drop_random_acks'];

const OWN: Record<string, Contents> = {
  'acked-0-bound-1': gateOf([...FAULT, 'acked'], 0),
  'missing-beside-bound-1': gateOf([...FAULT, 'missing_by_node'], { a: 40, b: 40, c: 40 }),
  'three-files-one-host': ['b', 'c'].reduce(
    (to, node) => changed(to, [`phase1-node-${node}.json`, 'host'], 'harbour-node-a'),
    establishedCampaign(),
  ),
  'one-ok-no-counts': changed(changed(establishedCampaign(), ['phase2.json', 'ok'], 1), ['phase2.json', 'counts'], {
    a: 0,
    b: 0,
    c: 0,
  }),
  'gate-of-one-write': changed(establishedCampaign(), [SUMMARY, 'profile'], 'gate'),
  'another-campaign': changed(establishedCampaign(), [SUMMARY, 'campaign_id'], 'quay-r9'),
  interrupted: changed(establishedCampaign(), [SUMMARY, 'state'], 'interrupted'),
  'list-removed': proofhouseCampaign(),
  'phase4-removed': without(establishedCampaign(), 'phase4.json'),
};

describe('The same kinds, made here', () => {
  it.each(Object.entries(OWN))('%s is judged as it should be', (id, contents) => {
    RIGHT[id]?.(folderOf(contents));
  });

  it('are one for each case', () => {
    expect(Object.keys(OWN).toSorted()).toEqual(Object.keys(RIGHT).toSorted());
  });
});

describe.skipIf(!isHere)(`Cases of other kinds${isHere ? '' : ' (skipped: ../shared/cases is not there)'}`, () => {
  const tests = ['reconstruct/cases.test.ts', 'site/cases.test.ts'].map((file) =>
    readFileSync(join(import.meta.dirname, file), 'utf8'),
  );
  // every narrative of its folder is built into a campaign there
  it('analysis is walked where pages are made', () => {
    expect(tests.some((text) => text.includes("join(SHARED, 'analysis')"))).toBe(true);
  });
  for (const kind of ['recon', 'field']) {
    for (const name of isHere ? readdirSync(join(CASES, '..', kind)) : []) {
      it(`${kind}/${name} is proven where logs or pages are made`, () => {
        expect(tests.some((text) => text.includes(name.replace(/\.log$/, '')))).toBe(true);
      });
    }
  }
});
