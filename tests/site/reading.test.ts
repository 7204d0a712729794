// Read by people: without JavaScript, on a phone, by keyboard, on paper.

import { describe, expect, it } from 'vitest';
import { LOG_LINE, RUN } from '../fixtures/campaigns.ts';
import { PAGES } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const NO_SCRIPT = { javaScriptEnabled: false };

describe('Without JavaScript', () => {
  it('a campaign page shows outcome, checks and raw evidence', async () => {
    const { page } = await visit(PAGES.failing, NO_SCRIPT);
    expect(await page.locator('.stamp').getByText('Failed', { exact: true }).isVisible()).toBe(true);
    const check = page.locator('[id="phase2.burst"]');
    expect(await check.getAttribute('data-ok')).toBe('false');
    expect(await check.isVisible()).toBe(true);
    expect(((await check.textContent()) ?? '').replace(/\s+/g, ' ')).toMatch(/expected 0 got 7 of 130/);
    await page.locator('[id="phase2.json"] summary').waitFor();
    expect(await page.locator('[id="phase2.json-L7"]').textContent()).toContain('"fail": 7');
    expect(await page.locator('[id="phase2.json-L7"]').isVisible()).toBe(true);
  });

  it('a permalink to a folded check opens it', async () => {
    const { page } = await visit(`${PAGES.failing}#phase2.probe1`, NO_SCRIPT);
    const check = page.locator('[id="phase2.probe1"]');
    expect(await check.getAttribute('data-ok')).toBe('true');
    expect(await check.isVisible()).toBe(true);
    expect(await page.locator('details:has([id="phase2.probe1"])').getAttribute('open')).not.toBeNull();
    expect(await page.locator('details:has([id="phase1.a.recall"])').first().getAttribute('open')).toBeNull();
  });

  it('nothing is offered that needs it', async () => {
    const { page } = await visit(PAGES.passing, NO_SCRIPT);
    expect(await page.locator('button:visible').count()).toBe(0);
    const list = await visit(PAGES.list, NO_SCRIPT);
    expect(await list.page.locator('select:visible, button:visible').count()).toBe(0);
    expect(await list.page.locator('table.campaigns tbody tr:visible').count()).toBeGreaterThan(15);
  });

  it('the four statuses of no evidence and the dispute are told in words', async () => {
    const { page } = await visit(PAGES.vacuous, NO_SCRIPT);
    expect(await page.locator('.dispute').textContent()).toMatch(
      /overall_pass: true.*no evidence|overall_pass: true.*evidence/s,
    );
    expect(await page.locator('[data-status="NOT RUN"] .means:visible').count()).toBe(4);
  });

  it('a log in the place of a document is shown as the text it is', async () => {
    const { page } = await visit(PAGES.log, NO_SCRIPT);
    expect(await page.locator('[id="phase4.json"] .problem').textContent()).toContain('line 1');
    expect(await page.locator('[id="phase4.json-L1"]').textContent()).toContain(LOG_LINE);
  });

  it('reconstructed evidence is marked in every phase, with its source', async () => {
    const { page } = await visit(PAGES.reconstructed, NO_SCRIPT);
    for (const phase of [1, 2, 3, 4]) {
      const note = page.locator(`#phase-${phase} .note`).filter({ hasText: 'Reconstructed evidence' });
      expect(await note.locator('a').getAttribute('href'), `phase ${phase}`).toBe(RUN);
    }
  });
});

describe('By keyboard', () => {
  it('the first stop skips to the content', async () => {
    const { page } = await visit(PAGES.passing);
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.getAttribute('href'))).toBe('#content');
    expect(await page.locator('.skip').boundingBox()).toMatchObject({ x: expect.closeTo(16, -1) });
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.closest('main') !== null)).toBe(true);
  });

  it('the checks are reached in their order, each with a visible focus', async () => {
    const { page } = await visit(PAGES.failing);
    // what holds is folded; its summaries are stops of their own
    await page.locator('details.fold').evaluateAll((all) => {
      for (const details of all) (details as HTMLDetailsElement).open = true;
    });
    const reached: string[] = [];
    for (let stop = 0; stop < 200; stop++) {
      await page.keyboard.press('Tab');
      const here = await page.evaluate(() => {
        const at = document.activeElement;
        const drawn = at !== null && getComputedStyle(at).outlineStyle !== 'none';
        return {
          id: at?.matches('.permalink') ? (at.closest('[data-ok]')?.id ?? '') : '',
          drawn,
          isBody: at === document.body,
        };
      });
      if (here.isBody) break;
      if (here.id !== '') expect(here.drawn, here.id).toBe(true);
      if (here.id !== '') reached.push(here.id);
    }
    const all = await page.locator('[data-ok]').evaluateAll((rows) => rows.map((row) => row.id));
    expect(reached).toEqual(all);
  });

  it('raw evidence opens and its text takes the focus', async () => {
    const { page } = await visit(PAGES.gate);
    const raw = page.locator('details.raw').first();
    const before = await raw.getAttribute('open');
    await raw.locator('summary').focus();
    await page.keyboard.press('Enter');
    expect(await raw.getAttribute('open')).not.toBe(before);
  });
});

describe('On paper', () => {
  it.each([PAGES.passing, PAGES.gate, PAGES.log])('%s shows the raw evidence of closed details', async (path) => {
    const { page } = await visit(path);
    await page.locator('details.raw').evaluateAll((all) => {
      for (const details of all) (details as HTMLDetailsElement).open = false;
    });
    await page.emulateMedia({ media: 'print' });
    const codes = page.locator('details.raw pre.code');
    expect(await codes.count()).toBeGreaterThan(0);
    for (const code of await codes.all()) {
      expect(await code.evaluate((element) => element.checkVisibility({ contentVisibilityAuto: true }))).toBe(true);
      expect((await code.boundingBox())?.height).toBeGreaterThan(20);
    }
  });

  it('leaves out what only a screen can use', async () => {
    const { page } = await visit(PAGES.passing);
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator(':is(.rail, .masthead nav, button):visible').count()).toBe(0);
    expect(await page.locator('.stamp').isVisible()).toBe(true);
  });
});
