// What the home page says of a release, from the campaigns of its ref.

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { readCatalogue } from '../../src/views/catalogue.ts';
import { type HomeView, homeView } from '../../src/views/home.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';
import { agreeing, asBytes } from '../fixtures/folder.ts';
import { proofhouseCampaign } from '../fixtures/proofhouse.ts';

interface Said {
  month: number;
  profile?: string;
  ref?: string;
  phase4?: JsonObject;
}

async function home(campaigns: Record<string, Said>): Promise<HomeView> {
  const root = campaignsDirectory();
  for (const [id, { month, profile = 'gate', ref = 'v2.4.1', phase4 }] of Object.entries(campaigns)) {
    const documents = proofhouseCampaign();
    const changed = agreeing(documents, { 'phase4.json': { ...documents['phase4.json'], ...phase4 } });
    const completed_at = `2021-${String(month).padStart(2, '0')}-03T04:05:06Z`;
    const overall_pass = phase4 === undefined;
    const summary = {
      ...changed['campaign-summary.json'],
      completed_at,
      profile,
      ai_memory_git_ref: ref,
      overall_pass,
    };
    const contents = asBytes({ ...changed, 'campaign-summary.json': summary });
    written(root, Object.fromEntries(Object.entries(contents).map(([file, to]) => [`${id}/${file}`, to])));
  }
  return homeView(readCatalogue(root));
}

const FAILING = { pass: false, convergence_by_fault: { partition_minority: 0.2 } };

describe('the newest release', () => {
  it('is carried by a gate campaign that passes with the four default classes', async () => {
    const { release, latest, shown } = await home({ 'quay-r1': { month: 2 }, 'quay-r2': { month: 3 } });
    expect(release).toMatchObject({ ref: 'v2.4.1', carriedBy: { text: 'quay-r2' }, stamp: { word: 'Carried' } });
    expect(release?.sentence).toContain('All 2 campaigns of it pass.');
    expect(latest.map(({ row }) => row.id)).toEqual(['quay-r2', 'quay-r1']);
    expect(shown.map(({ text }) => text.split(':')[0])).toEqual(Array(4).fill('Shown by both'));
  });

  it('is not carried by a smoke campaign, whatever it passes', async () => {
    const { release } = await home({ 'quay-r1': { month: 2, profile: 'smoke' } });
    expect(release).toMatchObject({ carriedBy: null, stamp: { word: 'Not carried' } });
    expect(release?.sentence).toMatch(/^Its one campaign passes\. A release needs a gate campaign/);
  });

  it('is shown as mixed where campaigns disagree, and the one that fails is named and pointed at', async () => {
    const { release, shown, pointers } = await home({
      'quay-r1': { month: 2 },
      'reef-r1': { month: 3, profile: 'custom', phase4: FAILING },
    });
    expect(release?.carriedBy?.text).toBe('quay-r1');
    expect(shown[3]).toMatchObject({ mark: { word: 'Mixed' }, href: '/campaigns/reef-r1/#phase-4' });
    expect(shown[3]?.text).toMatch(/^Shown by 1 of 2 campaigns, not by reef-r1:/);
    expect(pointers?.of).toBe('reef-r1');
    expect(pointers?.links[0]).toEqual({
      text: 'phase4.partition_minority: 0.2, expected ≥ 0.995',
      href: '/campaigns/reef-r1/#phase4.partition_minority',
    });
  });

  it('has no part in another ref, and none in what was made on this machine', async () => {
    const { release, latest, tally, recent } = await home({
      'quay-r1': { month: 2, ref: 'v2.4.0' },
      'quay-r2': { month: 3, phase4: FAILING },
      'local-20310401': { month: 4 },
    });
    expect(release).toMatchObject({ ref: 'v2.4.1', carriedBy: null });
    expect(latest.map(({ row }) => row.id)).toEqual(['quay-r2']);
    expect(tally).toBe('1 pass, 1 fail');
    expect(recent.map(({ id, local }) => [id, local])).toEqual([
      ['local-20310401', true],
      ['quay-r2', false],
      ['quay-r1', false],
    ]);
  });

  it('is none where nothing is published', async () => {
    const { release, latest, pointers, shown } = await home({ 'local-20310401': { month: 4 } });
    expect([release, latest, pointers, shown]).toEqual([null, [], null, []]);
  });
});
