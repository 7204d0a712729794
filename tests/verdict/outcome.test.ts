import { describe, expect, it } from 'vitest';
import { establishedCampaign } from '../fixtures/established.ts';
import { type Contents, changed, judged, listed, statusesOf, without } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

const SUMMARY = 'campaign-summary.json';
const claiming = (claim: unknown, campaign: Contents = establishedCampaign()) =>
  judged(changed(campaign, [SUMMARY, 'overall_pass'], claim));

describe('The outcome', () => {
  it.each([
    ['the established shape', establishedCampaign()],
    ['the shape with our additions', listed(proofhouseCampaign())],
  ])('is PASS for a whole campaign in %s', (_shape, campaign) => {
    const verdict = judged(campaign);
    expect(verdict).toMatchObject({ outcome: 'PASS', reasons: [], claim: { overall_pass: true, disputed: false } });
    expect(verdict.notes).toEqual([]);
    expect(verdict.phases.flatMap(({ checks }) => checks).every(({ ok }) => ok === true)).toBe(true);
  });

  it.each([false, null, 'true', 1, undefined])('is not PASS where the summary says overall_pass: %j', (claim) => {
    expect(statusesOf(claiming(claim))).toBe('PASS, PASS, PASS, PASS');
    expect(claiming(claim).outcome).toBe('INCOMPLETE');
  });

  it.each<[string, string | undefined]>([
    ['absent', undefined],
    ['empty', ''],
    ['cut short', '{"overall_pass": true'],
    ['a list', '[]'],
  ])('is INCOMPLETE where the summary is %s', (_what, content) => {
    const files = without(establishedCampaign(), SUMMARY);
    const verdict = judged(content === undefined ? files : { ...files, [SUMMARY]: content });
    expect(statusesOf(verdict)).toBe('PASS, PASS, PASS, PASS');
    expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: null, disputed: false } });
    expect(verdict.reasons).toEqual([`${SUMMARY} is absent or cannot be judged`]);
  });

  it('is FAIL as soon as one phase is, whatever the others are', () => {
    const campaign = changed(establishedCampaign(), ['phase3.json', 'dst_count'], 7);
    const verdict = judged({ ...campaign, 'phase2.json': '', 'phase4.json': 'log' });
    expect(statusesOf(verdict)).toBe('PASS, UNREADABLE, FAIL, UNREADABLE');
    expect(verdict.outcome).toBe('FAIL');
  });

  it('is INCOMPLETE, not PASS, for a summary that claims everything and holds nothing', () => {
    const verdict = judged({ [SUMMARY]: { overall_pass: true, phases: [] } });
    expect(statusesOf(verdict)).toBe('NOT RUN, NOT RUN, NOT RUN, NOT RUN');
    expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: true, disputed: true } });
  });

  it('may be PASS for a profile that is no gate', () => {
    expect(judged(listed(changed(proofhouseCampaign(), [SUMMARY, 'profile'], 'smoke'))).outcome).toBe('PASS');
  });

  it('names each phase that is not PASS', () => {
    const verdict = judged({ ...establishedCampaign(), 'phase4.json': '' });
    expect(verdict.reasons).toEqual(['phase 4 is UNREADABLE']);
  });
});

describe('A claim is disputed', () => {
  it('when it is true and a phase failed', () => {
    const verdict = judged(changed(establishedCampaign(), ['phase2.json', 'fail'], 1));
    expect(verdict).toMatchObject({ outcome: 'FAIL', claim: { overall_pass: true, disputed: true } });
  });

  it('when it is true and evidence is incomplete', () => {
    const verdict = judged({ ...establishedCampaign(), 'phase4.json': '' });
    expect(verdict.claim).toEqual({ overall_pass: true, disputed: true });
  });

  it('when it is false although all four phases are PASS', () => {
    expect(claiming(false).claim).toEqual({ overall_pass: false, disputed: true });
  });

  it('but not when it is false and something is missing or failed', () => {
    expect(claiming(false, without(establishedCampaign(), 'phase4.json')).claim.disputed).toBe(false);
    expect(claiming(false, { ...establishedCampaign(), 'phase4.json': '' }).claim.disputed).toBe(false);
    const failed = changed(establishedCampaign(), ['phase2.json', 'fail'], 1);
    expect(claiming(false, failed).claim).toEqual({ overall_pass: false, disputed: false });
  });

  it.each(['true', null, 0])('but not when it is %j, which claims nothing', (claim) => {
    expect(claiming(claim).claim).toEqual({ overall_pass: null, disputed: false });
  });
});

describe('A schema version', () => {
  it('that this reader does not know is noted and changes nothing', () => {
    const verdict = judged(listed(changed(proofhouseCampaign(), [SUMMARY, 'schema_version'], 9)));
    expect(verdict.outcome).toBe('PASS');
    expect(verdict.notes.join()).toContain('schema_version 9');
  });
});

describe('A summary that is not this campaign’s, or not of its end', () => {
  const saying = (field: string, value: unknown) => judged(changed(establishedCampaign(), [SUMMARY, field], value));

  it.each<[string, unknown, RegExp]>([
    ['campaign_id', 'harbour-r4', /is of another campaign: expected campaign_id "harbour-r3", found "harbour-r4"/],
    ['campaign_id', 'HARBOUR-r3', /of another campaign/],
    ['campaign_id', null, /of another campaign/],
    ['campaign_id', '***', /of another campaign/],
    ['state', 'running', /not written at the end of the campaign: its state is "running"/],
    ['state', 'interrupted', /its state is "interrupted"/],
    ['state', null, /its state is null/],
    ['state', '***', /its state/],
    ['schema_version', 1, /promises evidence\.sha256\.json; there is none/],
    ['schema_version', null, /there is none/],
    ['***', 'complete', /a masked key/],
    [
      '_contradicted_by',
      [{ log: 'run.txt', line: 9, text: 'Overall pass: false' }],
      /contradicted by the log it was rebuilt from: line 9 of "run.txt": "Overall pass: false"$/,
    ],
    ['_contradicted_by', '***', /contradicted by the log/],
    ['phases', ['***'], /a masked phase/],
    ['phases', [{ phase: '***' }], /a masked phase/],
    ['phases', '***', /a masked phase/],
  ])('keeps four passing phases from a pass where %s is %j', (field, value, reason) => {
    const verdict = saying(field, value);
    expect(statusesOf(verdict)).toBe('PASS, PASS, PASS, PASS');
    expect(verdict).toMatchObject({ outcome: 'INCOMPLETE', claim: { overall_pass: true, disputed: true } });
    expect(verdict.reasons).toEqual([expect.stringMatching(reason)]);
  });

  it.each<[string, unknown]>([
    ['campaign_id', undefined],
    ['campaign_id', 'harbour-r3'],
    ['state', undefined],
    ['state', 'complete'],
    ['defect', null],
    ['_contradicted_by', []],
  ])('is no matter where %s is %j', (field, value) => {
    expect(saying(field, value)).toMatchObject({ outcome: 'PASS', reasons: [] });
  });

  it('is held to its list where the list is there but cannot be read', () => {
    const verdict = judged({ ...listed(proofhouseCampaign()), 'evidence.sha256.json': '' });
    expect(verdict.outcome).toBe('INCOMPLETE');
  });

  it('gives its reason beside those of a phase that failed', () => {
    const failing = changed(establishedCampaign(), ['phase2.json', 'fail'], 1);
    const verdict = judged(changed(failing, [SUMMARY, 'state'], 'interrupted'));
    expect(verdict.outcome).toBe('FAIL');
    expect(verdict.reasons).toEqual(['phase 2 is FAIL', expect.stringContaining('its state is "interrupted"')]);
  });
});
