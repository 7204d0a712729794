// One write, as a reader comes to it: from a picture, from the list below it, and without JavaScript.

import { describe, expect, it } from 'vitest';
import { PAGES } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const ADDRESS = /ops\/partition_minority\/late\/$/;

describe('A write that an anomaly names', () => {
  it('is reached from its mark in the picture of its cycle, without JavaScript', async () => {
    const { page } = await visit(PAGES.uncleanCycles, { javaScriptEnabled: false });
    await page.locator('[id="cycle-partition_minority-7"] svg.timeline a').click();
    await page.waitForURL(ADDRESS);
    expect(await page.locator('h1').textContent()).toBe('late');
  });

  it('is reached with the keyboard from the list of its cycle; the marks are no stops on the way', async () => {
    const { page } = await visit(PAGES.unclean);
    const cycle = page.locator('[id="cycle-partition_minority-7"]');
    expect(await cycle.locator('svg a').getAttribute('tabindex')).toBe('-1');
    await cycle.getByRole('link', { name: 'late', exact: true }).focus();
    await page.keyboard.press('Enter');
    await page.waitForURL(ADDRESS);
  });

  it('is drawn and listed, step by step, without JavaScript', async () => {
    const { page } = await visit(PAGES.write, { javaScriptEnabled: false });
    expect(await page.locator('.lead').textContent()).toBe(
      'It was acked; at the end it is on nodes a and b, and it is not on node c.',
    );
    expect(await page.locator('svg.timeline path.lacking').count()).toBe(1);
    const rows = await page.locator('table.steps tbody tr').allTextContents();
    expect(rows).toHaveLength(5);
    expect(rows.at(-1)).toContain('node c is read at the end: it lacks the write');
    expect(await page.locator('pre.command').textContent()).toBe('npm run recheck -- skerry-custom-r1 --write-of late');
    expect(await page.locator('.note').textContent()).toContain('Not recorded in this history: the stages');
  });
});

describe('The cycles of a class', () => {
  it('are laid upon each other at the injection, and the same figures are a table', async () => {
    const { page } = await visit(PAGES.uncleanCycles, { javaScriptEnabled: false });
    const picture = page.getByRole('img', { name: 'Answers of partition_minority around the injection' });
    expect((await picture.boundingBox())?.height).toBeGreaterThan(150);
    expect(await page.locator('#pulse figcaption').textContent()).toContain('All 12 cycles of partition_minority');
    expect(await page.locator('#pulse tbody tr').allTextContents()).toHaveLength(3);
  });

  it('show their stages where the history has them, in the picture and in words', async () => {
    const { page } = await visit(PAGES.uncleanCycles, { javaScriptEnabled: false });
    const names = page.locator('[id="cycle-partition_minority-8"] .stage-name');
    expect(await names.allTextContents()).toEqual(expect.arrayContaining(['load', 'hold', 'quiesce', 'look']));
    const stages = page.locator('[id="cycle-partition_minority-8"] details').filter({ hasText: 'Its stages' });
    expect(await stages.textContent()).toContain('look inside 200 to 230');
    expect(await page.locator('[id="cycle-partition_minority-9"] .stage-name').count()).toBe(0);
  });
});
