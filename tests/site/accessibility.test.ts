// Every page kind, in both themes, on a desk and on a phone: axe, the console, and the width of the screen.

import { AxeBuilder } from '@axe-core/playwright';
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { PAGES } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

/** What a theme can break; the width of the screen breaks the rest. */
const CONTRAST = ['color-contrast'];
/** axe looks at every element of a page, on machines that have more to do. */
const AXE_MS_MAX = 180_000;
const DESK = { width: 1200, height: 900 };
const PHONE = { width: 360, height: 740 };
/** A sheet of A4 between the margins of the print style. */
const PAPER = { width: 680, height: 1010 };

describe.each(Object.entries(PAGES))('The page kind %s', (_kind, path) => {
  it(
    'has nothing that axe objects to and no error on the console, light, dark, and on a phone',
    async () => {
      const { page, wrong } = await visit(path, { viewport: DESK, colorScheme: 'light' });
      // what is folded away is no less for everybody
      await page.locator('details').evaluateAll((all) => {
        for (const details of all) (details as HTMLDetailsElement).open = true;
      });
      expect(await objections(axe(page)), 'light').toEqual([]);
      await page.emulateMedia({ colorScheme: 'dark' });
      expect(await objections(axe(page).withRules(CONTRAST)), 'dark').toEqual([]);
      await page.setViewportSize(PHONE);
      expect(await objections(axe(page).disableRules(CONTRAST)), 'on a phone').toEqual([]);
      expect(wrong).toEqual([]);
    },
    AXE_MS_MAX,
  );

  it('does not scroll sideways on a phone of 360 px', async () => {
    const { page } = await visit(path, { viewport: PHONE });
    await page.evaluate(() => document.fonts.ready);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, (await page.evaluate(beyondTheEdge)).join('\n')).toBe(PHONE.width);
  });

  it('is no wider than its paper when printed, where a browser would shrink all of it', async () => {
    const { page } = await visit(path, { viewport: PAPER });
    await page.emulateMedia({ media: 'print' });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    expect(width, (await page.evaluate(widestTables)).join('\n')).toBe(PAPER.width);
  });
});

/**
 * Of a text of thousands of lines, all of one kind, the first ones. What holds is only counted: to name each element that
 * it holds for takes most of the time.
 */
const axe = (page: Page): AxeBuilder =>
  new AxeBuilder({ page }).options({ resultTypes: ['violations'] }).exclude('.l:nth-child(n+20)');

async function objections(builder: AxeBuilder): Promise<string[]> {
  const { violations, passes } = await builder.analyze();
  expect(passes.length).toBeGreaterThan(0);
  return violations.map(({ id, help, nodes }) => {
    const found = nodes.slice(0, 3).map(({ target, failureSummary }) => `${JSON.stringify(target)} ${failureSummary}`);
    return `${id}: ${help}; ${nodes.length} times: ${found.join(' | ')}`;
  });
}

/** What sticks out to the right and is not inside a region that scrolls by itself. */
function beyondTheEdge(): string[] {
  return [...document.querySelectorAll('body *')]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .filter((element) => element.closest('.scroll, pre, .quiet, .skip') === null)
    .slice(0, 5)
    .map((element) => `${element.tagName} ${element.className}: ${element.textContent?.slice(0, 60)}`);
}

/** What nothing on paper lets scroll. */
const widestTables = (): string[] =>
  [...document.querySelectorAll('main :is(table, svg, pre)')]
    .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth)
    .map(
      (element) => `${element.tagName} ${element.getAttribute('class')}: ${element.getBoundingClientRect().right} px`,
    );
