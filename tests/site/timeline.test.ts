// Cycles that are not clean, as a reader meets them: drawn without JavaScript, told to who cannot see, inside
// their own frame on a phone; and the chart of times to converge over its table.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES, pageText, tagsWith } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const PHONE = { width: 360, height: 740 };
/** The page of a class also lays all its cycles upon each other. */
const AROUND_THE_INJECTION = 1;
const drawings = (page: Page) => page.locator('svg.timeline');

describe('A cycle that is not clean', () => {
  it('is drawn without JavaScript, with its reason and the command that runs it again', async () => {
    const { page } = await visit(PAGES.unclean, { javaScriptEnabled: false });
    const first = page.locator('[id="cycle-partition_minority-7"]');
    expect(await first.textContent()).toMatch(
      /1 acked write missing on node c\s.*What happened to single writes: late/s,
    );
    expect(await first.locator('pre.command').textContent()).toBe(
      'npm run campaign -- --replay partition_minority:7 --profile smoke --subject harbour --seed 41 --writes 3 --quorum-writes 2 --catchup-interval-secs 0',
    );
    const box = await first.locator('svg.timeline').boundingBox();
    expect(box?.width).toBeGreaterThan(600);
    expect(box?.height).toBeGreaterThan(100);
  });

  it('is drawn for four on the campaign page, which leads to the page that draws all', async () => {
    const { page } = await visit(PAGES.unclean);
    expect(await drawings(page).count()).toBe(4);
    await page.locator('.uncleans p a').getByText('partition_minority').click();
    await page.waitForURL(/evidence\/phase4-partition_minority\.jsonl/);
    expect(await drawings(page).count()).toBe(6 + AROUND_THE_INJECTION);
  });

  it('has a name and a description that says what the picture shows', async () => {
    const { page } = await visit(PAGES.unclean);
    const picture = page.getByRole('img', { name: 'partition_minority, cycle 7' });
    expect(await picture.count()).toBe(1);
    const [, description] = ((await picture.getAttribute('aria-labelledby')) ?? '').split(' ');
    expect(await page.locator(`[id="${description}"]`).textContent()).toMatch(/Node c lacks 1 at the end\./);
  });

  it('differs by shape and is inked by the theme, each mark visible on its paper', async () => {
    for (const colorScheme of ['light', 'dark'] as const) {
      const { page } = await visit(PAGES.unclean, { colorScheme });
      const inks = await drawings(page)
        .first()
        .evaluate((svg) => {
          const ink = (name: string) => getComputedStyle(svg.querySelector(`.${name}`) as Element);
          const paper = getComputedStyle(document.body).backgroundColor;
          return {
            paper,
            marks: [ink('acked').stroke, ink('refused').stroke, ink('unknown').stroke, ink('missing').fill],
          };
        });
      expect(new Set([...inks.marks, inks.paper]).size, colorScheme).toBe(5);
    }
  });

  it('scrolls inside its own frame on a phone, with the keyboard too', async () => {
    const { page } = await visit(PAGES.unclean, { viewport: PHONE });
    const frame = page.getByRole('region', { name: 'Timeline of partition_minority, cycle 7' });
    expect(await frame.evaluate((element) => element.scrollWidth > element.clientWidth)).toBe(true);
    await frame.focus();
    await page.keyboard.press('ArrowRight');
    await expect.poll(() => frame.evaluate((element) => element.scrollLeft)).toBeGreaterThan(0);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(PHONE.width);
  });

  it('is whole on paper', async () => {
    const { page } = await visit(PAGES.unclean);
    await page.setViewportSize({ width: 700, height: 900 });
    await page.emulateMedia({ media: 'print' });
    const frame = page.getByRole('region', { name: 'Timeline of partition_minority, cycle 7' });
    expect(await frame.evaluate((element) => element.scrollWidth <= element.clientWidth)).toBe(true);
  });

  it('that means harm is text, whatever its history holds', async () => {
    const { page, wrong } = await visit('campaigns/storm-cycles/');
    expect(await page.locator('.uncleans .unclean').count()).toBe(4);
    expect(await drawings(page).count()).toBe(1);
    expect(await page.evaluate(() => 'ran' in window)).toBe(false);
    expect(wrong).toEqual([]);
    const notes = await page.locator('.unclean .note').allTextContents();
    expect(notes.join()).toMatch(/inflates to more than.*could not be read.*is not in the folder/s);
  });
});

describe('What is promised', () => {
  it('stands beside what was found', async () => {
    const { page } = await visit(PAGES.unclean, { javaScriptEnabled: false });
    const row = page.locator('table.sentences tbody tr').filter({ hasText: 'I2 ' });
    expect((await row.textContent())?.replace(/\s+/g, ' ')).toMatch(
      /broken, not promised.*I2 .*equal content ?no ?12 ?6 ?broken under partition_minority, 6 writes, as it does not promise it/,
    );
  });
});

describe('A clean campaign', () => {
  it('shows no cycle that is not, and every count', () => {
    const page = pageText(PAGES.gate);
    expect(page).not.toContain('class="unclean"');
    expect(
      tagsWith(page, ['class']).filter(({ attributes }) => /^ledger\b/.test(attributes.get('class') ?? '')),
    ).toHaveLength(5);
  });
});

describe('The chart of times to converge', () => {
  it('is drawn over its table when it comes into view, and not before', async () => {
    const { page, wrong } = await visit(PAGES.gate, { viewport: { width: 1000, height: 200 } });
    const chart = page.locator('convergence-chart');
    await page.locator('details:has(convergence-chart)').evaluate((details) => details.setAttribute('open', ''));
    expect(await chart.locator('canvas').count()).toBe(0);
    await chart.scrollIntoViewIfNeeded();
    await chart.locator('canvas').waitFor();
    expect((await chart.locator('canvas').boundingBox())?.height).toBeGreaterThan(100);
    expect(await chart.locator('canvas').getAttribute('aria-label')).toContain('table');
    expect(await chart.locator('table tbody tr').count()).toBe(4);
    expect(wrong).toEqual([]);
  });

  it('is a table without JavaScript', async () => {
    const { page } = await visit(PAGES.gate, { javaScriptEnabled: false });
    const chart = page.locator('convergence-chart');
    expect(await chart.locator('.canvas:visible').count()).toBe(0);
    expect(await chart.locator('tbody tr').first().textContent()).toMatch(/kill_primary_mid_write\s*10\s*30\s*44\s*51/);
  });
});
