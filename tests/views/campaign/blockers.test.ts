// The first screen: what failed, or what is missing, and the next step.

import { describe, expect, it } from 'vitest';
import { readCatalogue } from '../../../src/catalogue/catalogue.ts';
import { blockersOf } from '../../../src/views/campaign/blockers.ts';
import { phaseViews } from '../../../src/views/campaign/phase/phase.ts';
import { campaignsDirectory, written } from '../../fixtures/disk.ts';
import { type Documents, establishedCampaign } from '../../fixtures/established.ts';
import { asBytes } from '../../fixtures/folder.ts';
import { proofhouseCampaign } from '../../fixtures/proofhouse.ts';

function blockers(change: (documents: Documents) => void = () => {}, documents = establishedCampaign()) {
  change(documents);
  const root = campaignsDirectory();
  written(root, Object.fromEntries(Object.entries(asBytes(documents)).map(([file, to]) => [`harbour-r3/${file}`, to])));
  const [entry] = readCatalogue(root).entries;
  if (!entry) throw new Error('expected one campaign');
  return blockersOf(entry, phaseViews(root, entry));
}

describe('What speaks against a campaign', () => {
  it('is nothing where it passed', () => {
    expect(blockers()).toBeNull();
  });

  it('is each failing check, with expected and got and the way to it, and what to do next', () => {
    const found = blockers((documents) => {
      documents['phase2.json'] = { ...documents['phase2.json'], fail: 7, pass: false };
    });
    expect(found?.title).toBe('What failed');
    expect(found?.items).toEqual([
      { text: 'No write failed', got: 'expected 0, got 7', href: '#phase2.burst', tone: 'fail' },
    ]);
    expect(found?.next).toMatch(/run a gate campaign on the new build/);
  });

  it('is what could not be decided where nothing failed', () => {
    const found = blockers((documents) => {
      delete documents['phase3.json'];
    });
    expect(found?.title).toBe('What is missing');
    expect(found?.items).toMatchObject([{ href: '#phase-3', tone: 'warn' }]);
  });

  it('is what the folder lacks as a whole, where no phase says it', () => {
    const found = blockers(() => {}, proofhouseCampaign());
    expect(found?.items.length).toBeGreaterThan(0);
    for (const item of found?.items ?? []) expect(item).toMatchObject({ href: '#artifacts', tone: 'warn', got: null });
    expect(found?.items.at(-1)?.text).toContain('there is none');
  });
});
