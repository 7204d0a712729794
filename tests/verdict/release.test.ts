import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OUTCOMES, type Outcome } from '../../src/contract/verdict.ts';
import { clearing } from '../../src/verdict/clearing.ts';
import { judge } from '../../src/verdict/judge.ts';
import { release } from '../../src/verdict/release.ts';
import { changed, folderOf, listed } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';

const SUMMARY = 'campaign-summary.json';

/** A campaign as the catalogue hands it over. */
function campaign(id: string, changes: Record<string, unknown> = {}, outcome?: Outcome) {
  const summary = Object.entries({ campaign_id: id, ...changes });
  const contents = summary.reduce((to, [key, value]) => changed(to, [SUMMARY, key], value), gateCampaign());
  const folder = folderOf(listed(outcome === 'FAIL' ? changed(contents, ['phase2.json', 'fail'], 1) : contents), id);
  const verdict = judge(folder);
  return { id, outcome: verdict.outcome, clearing: clearing(folder, verdict) };
}

const cleared = campaign('quay-r1');
const short = campaign('quay-r2', { overall_pass: false });
const failed = campaign('quay-r3', {}, 'FAIL');
const smoke = campaign('quay-r4', { profile: 'smoke' }, 'FAIL');
const planted = campaign('quay-r5', { defect: 'slow' }, 'FAIL');
const local = campaign('local-1', {}, 'FAIL');

describe('A release', () => {
  it('ships where one gate campaign clears it and none failed', () => {
    const found = release('harbour', [short, cleared]);
    expect(found).toMatchObject({ decision: 'ship', why: 'Cleared by quay-r1, and no gate campaign of it failed.' });
    expect(found.rules.every(({ ok }) => ok === true)).toBe(true);
    expect(found.attempts.map(({ id }) => id)).toEqual(['quay-r2', 'quay-r1']);
  });

  it('does not ship where one failed, whatever others cleared', () => {
    const found = release('harbour', [cleared, failed]);
    expect(found).toMatchObject({
      decision: 'do not ship',
      why: '1 of its 2 gate campaigns failed: quay-r3.',
    });
    expect(release('harbour', [failed]).why).toBe('Its one gate campaign failed: quay-r3.');
    expect(found.rules.find(({ id }) => id === 'release.failed')).toMatchObject({ got: 1, ok: false });
  });

  it('is undecided where nothing was tried, or nothing shows a whole gate', () => {
    expect(release('harbour', [])).toMatchObject({ decision: 'undecided', why: 'No gate campaign was run on it.' });
    expect(release('harbour', [short])).toMatchObject({
      decision: 'undecided',
      why: 'Its one gate campaign did not fail, and does not show a whole gate.',
    });
    expect(release('harbour', [short, short]).why).toMatch(/^None of its 2 gate campaigns failed/);
  });

  it('is not decided by other profiles, planted defects or campaigns made for a first look', () => {
    const found = release('harbour', [smoke, planted, local, { ...failed, clearing: null }]);
    expect(found).toMatchObject({ decision: 'undecided', attempts: [] });
    expect(release('harbour', [cleared, smoke, planted, local]).decision).toBe('ship');
  });

  it.each(['reference', 'etcd', 'redis', null])('is never cleared for the subject %s', (subject) => {
    const found = release(subject, [cleared]);
    expect(found.decision).toBe('undecided');
    expect(found.why).toMatch(subject === null ? 'No summary names its subject' : 'is a control');
  });

  it('names a few campaigns and counts the rest', () => {
    const many = Array.from({ length: 40 }, (_, i) => ({ ...failed, id: `quay-r${i}` }));
    expect(release('harbour', many).why).toBe(
      '40 of its 40 gate campaigns failed: quay-r0, quay-r1, quay-r2 and 37 more.',
    );
  });
});

describe('The decision, for any campaigns', () => {
  const kinds = [cleared, short, failed, smoke, planted, local];
  const campaigns = fc.array(fc.constantFrom(...kinds), { maxLength: 8 });

  it('is what a table of three lines says', () => {
    fc.assert(
      fc.property(campaigns, (given) => {
        const has = (one: (typeof kinds)[number]) => given.includes(one);
        const expected = has(failed) ? 'do not ship' : has(cleared) ? 'ship' : 'undecided';
        expect(release('harbour', given).decision).toBe(expected);
      }),
    );
  });

  it('never turns to ship by a further failure, whatever the outcomes', () => {
    fc.assert(
      fc.property(campaigns, fc.constantFrom(...OUTCOMES), (given, outcome) => {
        const after = release('harbour', [...given, { ...failed, outcome }]).decision;
        if (outcome === 'FAIL') expect(after).toBe('do not ship');
        else expect(after).toBe(release('harbour', given).decision);
      }),
    );
  });
});
