// The list of campaigns: filters whose state is the address, and charts over tables that stay.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const shown = (page: Page): Promise<string[]> => page.locator('table.campaigns tbody th a').allTextContents();
const status = (page: Page) => page.locator('campaign-filter [role=status]');

async function choose(page: Page, name: string, value: string): Promise<void> {
  await page.locator(`campaign-filter select[name=${name}]`).selectOption(value);
  await status(page)
    .getByText(/\d+ of \d+ campaigns/)
    .waitFor();
}

describe('The filters of the list', () => {
  it.each([
    ['series', 'quay-gate', ['quay-gate-r2', 'quay-gate-r1']],
    ['outcome', 'disputed', ['quay-gate-r1', 'harbour-r7', 'harbour-r6', 'harbour-r5', 'harbour-r4']],
    ['phase4', 'UNREADABLE', ['harbour-r5', 'storm-deep']],
    ['phase2', 'FAIL', ['harbour-r2']],
    ['profile', 'gate', ['quay-gate-r2', 'quay-gate-r1']],
  ])('by %s %s keep only those campaigns, and write it into the address', async (name, value, ids) => {
    const { page, wrong } = await visit(PAGES.list);
    await choose(page, name, value);
    const found = await shown(page);
    expect(found.filter((id) => !id.startsWith('storm-') || ids.includes(id))).toEqual(ids);
    expect(new URL(page.url()).search).toBe(`?${name}=${value}`);
    expect(await status(page).textContent()).toMatch(new RegExp(`^${found.length} of \\d+ campaigns$`));
    expect(wrong).toEqual([]);
  });

  it('hold together, survive a reload and are cleared at once', async () => {
    const { page } = await visit(PAGES.list);
    const all = await shown(page);
    await choose(page, 'series', 'harbour');
    await choose(page, 'outcome', 'PASS');
    const ids = ['harbour-r9', 'harbour-r8', 'harbour-r3', 'harbour-r1'];
    await expect.poll(() => shown(page)).toEqual(ids);
    await page.reload();
    await expect.poll(() => shown(page)).toEqual(ids);
    expect(await page.locator('select[name=series]').inputValue()).toBe('harbour');
    await page.locator('campaign-filter button[type=reset]').click();
    await expect.poll(() => shown(page)).toEqual(all);
    expect(new URL(page.url()).search).toBe('');
  });

  it.each(['harbour-r3', 'harbour-r8', 'local-20310101'])('leave the row of %s as the build wrote it', async (id) => {
    const { page } = await visit(PAGES.list);
    const row = page.locator('table.campaigns tbody tr').filter({ hasText: id });
    const before = await row.innerHTML();
    await choose(page, 'outcome', 'PASS');
    await page.locator('table.campaigns').getByText('harbour-r2', { exact: true }).waitFor({ state: 'detached' });
    expect(await row.innerHTML()).toBe(before);
  });

  it('say that nothing matches rather than show an empty table in silence', async () => {
    const { page } = await visit(`${PAGES.list}?ref=no-such-ref`);
    await status(page)
      .getByText(/^0 of \d+ campaigns/)
      .waitFor();
    expect(await shown(page)).toEqual([]);
  });

  it.each([
    ['an id', 'skerry', ['skerry-custom-r1']],
    ['a headline', 'redirection log report', []],
    ['words of a headline', 'chaos phase left a log', ['harbour-r5']],
    ['a finding', 'share a file', ['harbour-r5']],
    ['the beginning of a version', 'v2.4', null],
  ])('search by %s', async (_what, text, ids) => {
    const { page, wrong } = await visit(PAGES.list);
    await page.locator('campaign-filter input[type=search]').fill(text);
    await status(page)
      .getByText(/^\d+ of \d+ campaigns/)
      .waitFor();
    const found = await shown(page);
    if (ids === null) expect(found).toEqual(expect.arrayContaining(['quay-gate-r2', 'harbour-r3']));
    else expect(found).toEqual(ids);
    expect(new URL(page.url()).searchParams.get('q')).toBe(text);
    expect(wrong).toEqual([]);
  });

  it('load the search when somebody types, and not before', async () => {
    const { page } = await visit(PAGES.list);
    const loaded = () =>
      page.evaluate(() => performance.getEntriesByType('resource').map(({ name }) => new URL(name).pathname));
    expect((await loaded()).filter((path) => path.startsWith('/api/') || path.includes('campaign-search'))).toEqual([]);
    await page.locator('campaign-filter input[type=search]').fill('harbour');
    await status(page)
      .getByText(/^\d+ of \d+ campaigns/)
      .waitFor();
    expect(await loaded()).toEqual(expect.arrayContaining(['/api/campaigns.json', '/api/findings.json']));
  });
});

describe.each([
  ['home', PAGES.home],
  ['the list', PAGES.list],
])('The charts of %s', (_kind, path) => {
  it('of outcomes is drawn when it comes into view, and not before', async () => {
    const { page, wrong } = await visit(path, { viewport: { width: 1000, height: 120 } });
    const scripts: string[] = [];
    page.on('request', (request) => scripts.push(request.url()));
    const chart = page.locator('outcomes-chart');
    expect(await chart.locator('canvas').count()).toBe(0);
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').waitFor();
    expect((await chart.locator('canvas').boundingBox())?.height).toBeGreaterThan(100);
    expect(await chart.locator('canvas').getAttribute('aria-label')).toContain('table');
    expect(scripts.some((url) => url.endsWith('.js'))).toBe(true);
    expect(wrong).toEqual([]);
  });

  it('of bounds are there without scripts, one a series, and leave their table', async () => {
    const { page } = await visit(path, { javaScriptEnabled: false });
    const courses = page.locator('.course-of');
    const names = await courses.locator('h3 > a').allTextContents();
    expect(names.length).toBeGreaterThan(1);
    expect(new Set(names).size).toBe(names.length);
    for (const course of await courses.all()) {
      const lanes = await course.locator('.lane-name').count();
      const columns = await course.locator('svg a').count();
      expect(lanes).toBeGreaterThan(0);
      expect(columns).toBeGreaterThan(1);
      expect(await course.locator('desc').textContent()).toMatch(/^r\d+, .+: (pass|fail|incomplete)\. /);
    }
    expect(await page.locator('.courses figcaption').textContent()).toContain('at or above 0.995');
    expect(await page.locator('table.trend:not(.months) tbody tr').count()).toBeGreaterThan(5);
  });

  it('fit a phone', async () => {
    const { page } = await visit(path, { viewport: { width: 390, height: 800 } });
    for (const course of await page.locator('.course-of svg').all())
      expect((await course.boundingBox())?.width).toBeLessThanOrEqual(390 - 2 * 16);
  });
});
