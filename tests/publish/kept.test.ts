// What a build keeps of the last one: all that is as it was, nothing else.

import { existsSync, readdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { type Catalogue, readCatalogue } from '../../src/catalogue/catalogue.ts';
import { writeCampaignFiles } from '../../src/publish/campaign-files.ts';
import { keepUnchanged } from '../../src/publish/kept.ts';
import { evidenceFiles, writesOf } from '../../src/views/routes.ts';
import { insightsFile, writeExamples } from '../fixtures/campaigns.ts';
import { campaignsDirectory, written } from '../fixtures/disk.ts';

let campaigns: string;
let dist: string;
let memory: string;
const read = (): Catalogue => readCatalogue(campaigns);
const all = (): string[] => read().entries.map(({ id }) => id);
const keptNow = async (): Promise<string[]> => [...(await keepUnchanged(read(), dist, memory)).ids].sort();
const allBut = (...ids: string[]): string[] =>
  all()
    .filter((id) => !ids.includes(id))
    .sort();

/** As the site generator would write them: what stands on a page is of no account here. */
function writePages(catalogue: Catalogue): void {
  for (const entry of catalogue.entries) {
    const pages = [
      'index.html',
      ...evidenceFiles(entry).map((file) => `evidence/${file}/index.html`),
      ...writesOf(entry).map(({ name, key }) => `ops/${name}/${key}/index.html`),
    ];
    written(join(dist, 'campaigns', entry.id), Object.fromEntries(pages.map((page) => [page, entry.digest])));
  }
}

async function build(): Promise<void> {
  const catalogue = read();
  const kept = await keepUnchanged(catalogue, dist, memory);
  for (const entry of catalogue.entries) await writeCampaignFiles(catalogue, entry, dist);
  writePages(catalogue);
  written(dist, { 'index.html': 'home', 'campaigns/index.html': 'list', 'campaigns/page/2/index.html': 'list' });
  kept.remember();
}

/** A file that somebody wrote to after the build. */
function touched(path: string): void {
  const later = new Date(Date.now() + 2_000);
  utimesSync(path, later, later);
}

beforeEach(async () => {
  campaigns = written(writeExamples(campaignsDirectory()), insightsFile());
  dist = campaignsDirectory();
  memory = join(campaignsDirectory(), 'below', 'memory.json');
  await build();
});

describe('A build right after another one', () => {
  it('keeps every campaign, and of the site nothing else', async () => {
    expect(await keptNow()).toEqual(allBut());
    expect(readdirSync(dist).sort()).toEqual(['api', 'campaigns']);
    expect(readdirSync(join(dist, 'campaigns')).sort()).toEqual(allBut());
    expect(readdirSync(join(dist, 'api'))).toEqual(['campaigns']);
  });

  it('keeps nothing of another site', async () => {
    dist = campaignsDirectory();
    expect(await keptNow()).toEqual([]);
  });

  it.each([
    ['SITE_URL', 'https://elsewhere.example.org'],
    ['BASE_PATH', '/below/'],
  ])('keeps nothing where %s has changed, and removes it', async (name, value) => {
    vi.stubEnv(name, value);
    onTestFinished(() => void vi.unstubAllEnvs());
    expect(await keptNow()).toEqual([]);
    expect(existsSync(join(dist, 'campaigns'))).toBe(false);
  });

  it.each(['', 'null', '[]', '{"'])('keeps nothing where its memory is %j', async (text) => {
    writeFileSync(memory, text);
    expect(await keptNow()).toEqual([]);
  });

  it('leaves a published branch that is checked out in the folder', async () => {
    written(dist, { '.git/HEAD': 'ref: refs/heads/pages' });
    rmSync(campaigns, { recursive: true });
    expect(await keptNow()).toEqual([]);
    expect(existsSync(join(dist, '.git/HEAD'))).toBe(true);
  });
});

describe('Of a campaign that changed', () => {
  it.each([
    ['one byte more', () => written(campaigns, { 'harbour-r4/phase2.json': ' ' })],
    ['a file that came', () => written(campaigns, { 'harbour-r4/runner.log': 'on' })],
    ['a file that went', () => rmSync(join(campaigns, 'harbour-r4/phase2.json'))],
    ['a name that is left out', () => written(campaigns, { 'harbour-r4/a b.json': '{}' })],
  ])('nothing is kept: %s', async (_what, change) => {
    change();
    // The page of the next one says what changed since.
    expect(await keptNow()).toEqual(allBut('harbour-r4', 'harbour-r5'));
    expect(existsSync(join(dist, 'campaigns/harbour-r4'))).toBe(false);
    expect(existsSync(join(dist, 'api/campaigns/harbour-r4.json'))).toBe(false);
  });

  it('nothing is kept where only its narrative in the map changed', async () => {
    const other = { 'harbour-r4': { headline: 'Another headline' } };
    written(campaigns, insightsFile(other));
    expect(await keptNow()).toEqual(allBut('harbour-r4'));
  });

  it('a new one takes its neighbours along, whose links lead to it now', async () => {
    written(campaigns, { 'harbour-r10/phase2.json': '{}' });
    expect(await keptNow()).toEqual(allBut('harbour-r10', 'harbour-r9'));
  });

  it('nothing is kept of one that was removed', async () => {
    rmSync(join(campaigns, 'quay-gate-r2'), { recursive: true });
    expect(await keptNow()).toEqual(allBut('quay-gate-r1'));
    expect(existsSync(join(dist, 'campaigns/quay-gate-r2'))).toBe(false);
    expect(existsSync(join(dist, 'api/campaigns/quay-gate-r2.sha256'))).toBe(false);
  });
});

describe('Of a campaign whose files on the site changed', () => {
  const at = (path: string) => join(dist, path);
  it.each<[string, () => void]>([
    ['a page was written to', () => touched(at('campaigns/harbour-r9/index.html'))],
    ['a page of an artifact was written to', () => touched(at('campaigns/harbour-r9/evidence/phase4.json/index.html'))],
    ['an artifact was written to', () => touched(at('campaigns/harbour-r9/phase2.json'))],
    ['a document was written to', () => touched(at('api/campaigns/harbour-r9.json'))],
    ['an artifact has other bytes', () => writeFileSync(at('campaigns/harbour-r9/phase2.json'), '{}')],
    ['an artifact is gone', () => rmSync(at('campaigns/harbour-r9/phase2.json'))],
    ['its list of hashes is gone', () => rmSync(at('api/campaigns/harbour-r9.sha256'))],
    ['a file came along', () => void written(dist, { 'campaigns/harbour-r9/mark.svg': '<svg/>' })],
    ['a page came along', () => void written(dist, { 'campaigns/harbour-r9/evidence/x.json/index.html': 'x' })],
    ['a page is a link', () => linked(at('campaigns/harbour-r9/index.html'))],
  ])('nothing is kept: %s', async (_what, change) => {
    change();
    expect(await keptNow()).toEqual(allBut('harbour-r9'));
    expect(existsSync(at('campaigns/harbour-r9'))).toBe(false);
  });
});

describe('Of a campaign whose page of a write changed', () => {
  const page = () => join(dist, 'campaigns/skerry-custom-r1/ops/partition_minority/late/index.html');
  it.each<[string, () => void]>([
    ['it was written to', () => touched(page())],
    ['it is gone', () => rmSync(page())],
    ['another one came along', () => void written(dist, { 'campaigns/skerry-custom-r1/ops/x/y/index.html': 'x' })],
  ])('nothing is kept: %s', async (_what, change) => {
    expect(existsSync(page())).toBe(true);
    change();
    expect(await keptNow()).toEqual(allBut('skerry-custom-r1'));
  });
});

it.each<[string, (tar: string) => void]>([
  ['written to', touched],
  ['gone', rmSync],
])('Of a campaign whose tar was %s, nothing is kept', async (_what, change) => {
  change(join(dist, 'campaigns/skerry-custom-r1/skerry-custom-r1.tar'));
  expect(await keptNow()).toEqual(allBut('skerry-custom-r1'));
});

function linked(path: string): void {
  rmSync(path);
  symlinkSync(join(dist, 'campaigns/harbour-r8/index.html'), path);
}
