// The pages that decide: a release, the ledger of findings, a series, a comparison, the feed and the theme.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apiFindingsSchema } from '../../src/contract/api.ts';
import { atBase, atRoot, PAGES, pageText, tagsWith, wordsOf } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const NO_SCRIPT = { javaScriptEnabled: false };

describe('The home page', () => {
  it('asks of each subject whether its newest version may ship, and shows no control as a product', async () => {
    const { page } = await visit(PAGES.home, NO_SCRIPT);
    const products = page.locator('section.product');
    expect(await products.count()).toBeGreaterThan(1);
    for (const product of await products.all()) {
      expect(await product.getAttribute('data-decision')).toMatch(/^(Ship|Do not ship|Undecided)$/);
      expect(await product.locator('.audiences article').count()).toBe(3);
    }
    expect(await page.locator('main .stamp.pass').count()).toBe(await page.locator('.product .stamp.pass').count());
  });
});

describe('The page of a release', () => {
  it('begins with the decision, and shows every attempt with its rules', async () => {
    const { page } = await visit(PAGES.release, NO_SCRIPT);
    expect(((await page.locator('main').textContent()) ?? '').trim()).toMatch(/^. (Ship|Do not ship|Undecided):/);
    const attempts = page.locator('#attempts table.campaigns tbody th a');
    expect(await attempts.allTextContents()).toEqual(['quay-gate-r2', 'quay-gate-r1']);
    expect(await page.locator('#others table.campaigns tbody th a').allTextContents()).toContain('skerry-custom-r1');
    await page
      .locator('#attempts details summary')
      .first()
      .click({ position: { x: 2, y: 8 } });
    expect(await page.locator('#attempts details[open] tbody tr').count()).toBeGreaterThan(15);
  });

  it('is the same decision that its campaigns carry', async () => {
    const decision = tagsWith(pageText(PAGES.release), ['data-decision'])[0]?.attributes.get('data-decision') ?? '';
    const { page } = await visit(PAGES.gate, NO_SCRIPT);
    const ruling = page.locator('.ruling');
    const link = ruling.locator('a:not(.term)');
    expect(await link.textContent()).toBe(`harbour v2.4.1: ${decision.toLowerCase()}.`);
    await link.click();
    expect(new URL(page.url()).pathname).toBe(`/${PAGES.release}`);
  });
});

describe('The page of a campaign', () => {
  it('says on what machine it ran, and that three nodes were three processes on it', () => {
    expect(wordsOf(pageText(PAGES.gate))).toContain('three processes on this one machine');
    expect(wordsOf(pageText(PAGES.passing))).toContain('Where it ran is not recorded');
  });

  it('says what changed since the last one, and leads to the whole of it', async () => {
    const { page } = await visit(PAGES.gate, NO_SCRIPT);
    const since = page.locator('.since');
    expect(await since.textContent()).toMatch(
      /^Since quay-gate-r1\. Checks: 0 fixed, 0 broken, 0 still broken, 59 held in both, 9 decided in one only\./,
    );
    await since.getByText('Compare').click();
    expect(new URL(page.url()).pathname).toBe(`/${PAGES.compare}`);
  });
});

describe('A series', () => {
  it('shows what it holds, newest first', async () => {
    const { page } = await visit(PAGES.series, NO_SCRIPT);
    expect(await page.locator('table.series tbody th a').allTextContents()).toEqual(
      [9, 8, 7, 6, 5, 4, 3, 2, 1].map((number) => `harbour-r${number}`),
    );
    const campaign = await visit(PAGES.passing, NO_SCRIPT);
    await campaign.page.locator('.kicker a').click();
    expect(new URL(campaign.page.url()).pathname).toBe(`/${PAGES.series}`);
  });
});

describe('A comparison in the browser', () => {
  it('says what the written one says', async () => {
    const written = await visit(PAGES.compare, NO_SCRIPT);
    const { page, wrong } = await visit(`${PAGES.freeCompare}?a=quay-gate-r1&b=quay-gate-r2`);
    await page.locator('.result table').first().waitFor();
    const tables = (visited: typeof page) =>
      visited
        .locator('main table.ledger')
        .evaluateAll((all) => all.map((table) => (table.textContent ?? '').replace(/\s+/g, '')));
    expect(await tables(page)).toEqual(await tables(written.page));
    expect(await page.locator('.result .headline').textContent()).toBe(
      await written.page.locator('main .headline').textContent(),
    );
    expect(wrong).toEqual([]);
  });

  it('says which campaign it could not find', async () => {
    const { page } = await visit(`${PAGES.freeCompare}?a=quay-gate-r1&b=nowhere-r1`);
    await page.locator('[role=status]').getByText('found none').waitFor();
    expect(await page.locator('[role=status]').textContent()).toContain('nowhere-r1');
  });
});

describe('The theme', () => {
  it('goes round and is remembered on the next page', async () => {
    const { page, wrong } = await visit(PAGES.home, { colorScheme: 'light' });
    const paper = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const light = await paper();
    const button = page.locator('theme-switch button');
    await button.click();
    expect([await button.textContent(), await paper()]).toEqual(['Theme: light', light]);
    await button.click();
    expect(await button.textContent()).toBe('Theme: dark');
    expect(await paper()).not.toBe(light);
    const dark = await paper();
    await page.goto(`${atRoot.address}${PAGES.findings}`);
    expect(await paper()).toBe(dark);
    await page.locator('theme-switch button').click();
    expect(await paper()).toBe(light);
    expect(wrong).toEqual([]);
  });
});

describe('The ledger of findings', () => {
  it('names what analyses and checks found, once, and says so to machines', () => {
    const { findings } = apiFindingsSchema.parse(
      JSON.parse(readFileSync(join(atRoot.dist, 'api/findings.json'), 'utf8')),
    );
    const key = ({ subject, id }: (typeof findings)[number]) => `${subject} ${id}`;
    expect(new Set(findings.map(key)).size).toBe(findings.length);
    expect(findings.find(({ title }) => title === 'Report and log share a file')?.campaigns).toEqual(['harbour-r5']);
    const shown = tagsWith(pageText(PAGES.findings), ['data-state']);
    expect(shown).toHaveLength(findings.length);
  });
});

describe('The feed', () => {
  it('holds the newest outcomes under the base, local ones not among them', () => {
    const feed = readFileSync(join(atBase.dist, 'feed.xml'), 'utf8');
    expect(feed).toMatch(
      /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<feed xmlns="http:\/\/www\.w3\.org\/2005\/Atom">/,
    );
    expect(feed).toContain('<id>https://proofs.example.org/some/base/campaigns/quay-gate-r2/</id>');
    expect(feed).not.toContain('local-20310101');
    expect(feed).not.toMatch(/<script|\u202e/);
    expect(tagsWith(pageText(PAGES.home, atBase), ['type', 'application/atom+xml'])[0]?.attributes.get('href')).toBe(
      '/some/base/feed.xml',
    );
  });
});
