// The home page: may the newest version of each subject ship?

import { describe, expect, it } from 'vitest';
import { homeView } from '../../../src/views/home/home.ts';
import { catalogueOf, FAILING, type Said } from '../../fixtures/releases.ts';

const home = (campaigns: Record<string, Said>) => homeView(catalogueOf(campaigns));

describe('The home page', () => {
  it('says that a version ships where a gate campaign shows the whole of a gate', async () => {
    const { subjects } = await home({ 'quay-r1': { month: 2 }, 'quay-r2': { month: 3 } });
    expect(subjects).toHaveLength(1);
    expect(subjects[0]).toMatchObject({ subject: 'harbour', ref: 'v2.4.1', sentence: 'harbour v2.4.1: ship.' });
    expect(subjects[0]?.mark.word).toBe('Ship');
    expect(subjects[0]?.shown.map(({ text }) => text.split(': ')[1])).toEqual(
      Array(4).fill('shown by both campaigns.'),
    );
  });

  it('is undecided by a smoke campaign, whatever it passes', async () => {
    const { subjects } = await home({ 'quay-r1': { month: 2, profile: 'smoke' } });
    expect(subjects[0]).toMatchObject({ mark: { word: 'Undecided' }, campaigns: 'one campaign, none a gate' });
  });

  it('does not let a pass after a failure ship, and names what failed', async () => {
    const { subjects } = await home({ 'quay-r1': { month: 2, phase4: FAILING }, 'quay-r2': { month: 3 } });
    expect(subjects[0]?.mark.word).toBe('Do not ship');
    expect(subjects[0]?.why).toContain('quay-r1');
    expect(subjects[0]?.shown[3]).toMatchObject({ mark: { word: 'Mixed' }, href: '/campaigns/quay-r1/#phase-4' });
  });

  it('says of a phase that no campaign of a version passes what it failed by', async () => {
    const { subjects } = await home({ 'quay-r1': { month: 2, phase4: FAILING } });
    expect(subjects[0]?.shown[3]?.text).toMatch(
      /^Whether what was confirmed survives crashes, cut networks and wrong clocks: not always\. [A-Z].*\.$/,
    );
    expect(subjects[0]?.shown[0]?.text).toMatch(/: shown\.$/);
  });

  it('shows the newest version, and the earlier ones with their decisions', async () => {
    const { subjects } = await home({
      'quay-r2': { month: 3, ref: 'v2.4.0', phase4: FAILING },
      'quay-r1': { month: 2, ref: 'v2.10.0' },
    });
    expect(subjects[0]).toMatchObject({ ref: 'v2.10.0', mark: { word: 'Ship' } });
    expect(subjects[0]?.earlier.map(({ text, mark }) => [text, mark.word])).toEqual([['v2.4.0', 'Do not ship']]);
  });

  it('keeps controls apart, with no decision and no colour of a pass', async () => {
    const { subjects, controls } = await home({
      'quay-r1': { month: 2, phase4: FAILING },
      'tide-r1': { month: 3, subject: 'reference', ref: 'reference-v1' },
    });
    expect(subjects.map(({ subject }) => subject)).toEqual(['harbour']);
    expect(controls).toMatchObject([
      { subject: 'reference', tally: '1 pass', mark: { word: 'Control', tone: 'idle' } },
    ]);
  });

  it('decides nothing by what was made on this machine, and lists it', async () => {
    const { subjects, tally, recent } = await home({
      'quay-r2': { month: 3, phase4: FAILING },
      'local-20310401': { month: 4 },
    });
    expect(subjects[0]?.campaigns).toBe('one gate campaign');
    expect(tally).toBe('1 fail');
    expect(recent.map(({ id, local }) => [id, local])).toEqual([
      ['local-20310401', true],
      ['quay-r2', false],
    ]);
  });

  it('shows no subject where nothing is published', async () => {
    const { subjects, controls } = await home({ 'local-20310401': { month: 4 } });
    expect([subjects, controls]).toEqual([[], []]);
  });
});
