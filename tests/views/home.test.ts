// What the home page says of a release, from the campaigns of its ref.

import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/contract/reading.ts';
import { readCatalogue } from '../../src/views/catalogue.ts';
import { type HomeView, homeView } from '../../src/views/home.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';
import { asBytes, listed } from '../fixtures/folder.ts';
import { gateCampaign } from '../fixtures/gate.ts';

interface Said {
  month: number;
  profile?: string;
  ref?: string;
  subject?: string;
  phase4?: JsonObject;
}

async function home(campaigns: Record<string, Said>): Promise<HomeView> {
  const root = campaignsDirectory();
  for (const [id, said] of Object.entries(campaigns)) {
    const { month, profile = 'gate', ref = 'v2.4.1', subject = 'harbour', phase4 } = said;
    const documents = gateCampaign(phase4);
    const summary = {
      ...documents['campaign-summary.json'],
      campaign_id: id,
      completed_at: `2031-${String(month).padStart(2, '0')}-03T04:05:06Z`,
      profile,
      subject: { name: subject, version: '2.4.1', ref, binary_sha256: null },
      ai_memory_git_ref: ref,
      overall_pass: phase4 === undefined,
    };
    const contents = asBytes(listed({ ...documents, 'campaign-summary.json': summary }));
    written(root, Object.fromEntries(Object.entries(contents).map(([file, to]) => [`${id}/${file}`, to])));
  }
  return homeView(readCatalogue(root));
}

const FAILING = { pass: false, convergence_by_fault: { partition_minority: 0.2 } };

describe('the newest release', () => {
  it('ships where a gate campaign shows the whole of a gate', async () => {
    const { release, latest, shown } = await home({ 'quay-r1': { month: 2 }, 'quay-r2': { month: 3 } });
    expect(release).toMatchObject({ ref: 'v2.4.1', clearedBy: { text: 'quay-r2' }, stamp: { word: 'Ship' } });
    expect(release?.sentence).toContain('All 2 campaigns of it pass.');
    expect(latest.map(({ row }) => row.id)).toEqual(['quay-r2', 'quay-r1']);
    expect(shown.map(({ text }) => text.split(':')[0])).toEqual(Array(4).fill('Shown by both'));
  });

  it('is undecided after a smoke campaign, whatever it passes', async () => {
    const { release } = await home({ 'quay-r1': { month: 2, profile: 'smoke' } });
    expect(release).toMatchObject({ clearedBy: null, stamp: { word: 'Undecided' } });
    expect(release?.sentence).toMatch(/^Its one campaign passes\. No gate campaign was run on it\.$/);
  });

  it('is shown as mixed where campaigns disagree, and the one that fails is named and pointed at', async () => {
    const { release, shown, pointers } = await home({
      'quay-r1': { month: 2 },
      'reef-r1': { month: 3, profile: 'custom', phase4: FAILING },
    });
    expect(release).toMatchObject({ clearedBy: { text: 'quay-r1' }, stamp: { word: 'Ship' } });
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
    expect(release).toMatchObject({ ref: 'v2.4.1', clearedBy: null, stamp: { word: 'Do not ship' } });
    expect(release?.sentence).toContain('Its one gate campaign failed: quay-r2.');
    expect(latest.map(({ row }) => row.id)).toEqual(['quay-r2']);
    expect(tally).toBe('1 pass, 1 fail');
    expect(recent.map(({ id, local }) => [id, local])).toEqual([
      ['local-20310401', true],
      ['quay-r2', false],
      ['quay-r1', false],
    ]);
  });

  it('is no control, unless nothing else was run', async () => {
    const control = { month: 4, ref: 'reference-v1', subject: 'reference' };
    expect((await home({ 'quay-r1': { month: 2 }, 'reef-r1': control })).release?.ref).toBe('v2.4.1');
    const { release } = await home({ 'reef-r1': control });
    expect(release).toMatchObject({ ref: 'reference-v1', clearedBy: null, stamp: { word: 'Undecided' } });
    expect(release?.sentence).toContain('is a control');
  });

  it('is none where nothing is published', async () => {
    const { release, latest, pointers, shown } = await home({ 'local-20310401': { month: 4 } });
    expect([release, latest, pointers, shown]).toEqual([null, [], null, []]);
  });
});
