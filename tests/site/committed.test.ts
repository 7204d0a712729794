// The campaigns that the project keeps, as their pages print them: one figure in one form, the terms of the field led to
// their definitions, and a failing gate that is read in a few screens.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import type { ApiCampaigns } from '../../src/contract/api.ts';
import { GLOSSARY, termAnchor } from '../../src/views/terms/glossary.ts';
import { printedRuns, secondForms } from './printed.ts';
import { filesBelow, tagsWith } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const { dist, address } = inject('committed');
const pages = filesBelow(dist).filter((file) => file.endsWith('.html'));
const textOf = (page: string) => readFileSync(join(dist, page), 'utf8');
const { campaigns } = JSON.parse(textOf('api/campaigns.json')) as ApiCampaigns;

/** Of a page of 1,280 px, the screen that is read first, and all of a gate that failed. */
const DESK = { width: 1280, height: 800 };
const FAILING_GATE_PX_MAX = 6_000;
/** Of a control that is known to lose: each of its cycles fails, and by several anomalies. */
const LOSING_CONTROL_PX_MAX = 7_500;
/** A4 within the margins of print.css, at 96 pixels an inch. */
const PAPER = { width: 680, height: 1_016 };

describe('A figure', () => {
  it('has one form on every page, outside of raw evidence', () => {
    expect(pages.length).toBeGreaterThan(100);
    const runs = pages.flatMap((page) => printedRuns(textOf(page)).map((text) => ({ page, text })));
    expect(runs.length).toBeGreaterThan(10_000);
    const others = runs.flatMap(({ page, text }) => secondForms(text).map((figure) => `${figure} on ${page}: ${text}`));
    expect(others.slice(0, 10)).toEqual([]);
  });

  it('that had another would be found', () => {
    expect(secondForms('72 of 2500 rows, bound 0.9984260230849947')).toEqual(['2500', '0.9984260230849947'.slice(-18)]);
    expect(secondForms('2,500 rows at 2026-11-27 01:12:42, phase4.json:1299, pid 40123, 0.99842')).toEqual([]);
  });
});

describe('The terms of the field', () => {
  const kinds = ['index.html', 'releases/ai-memory/v0.6.4/index.html', 'phases/4/index.html', 'methodology/index.html'];

  it.each([...kinds, ...campaigns.map(({ id }) => `campaigns/${id}/index.html`)])(
    'lead to their definitions from %s',
    (page) => {
      const links = tagsWith(textOf(page), ['class', 'term']).map(({ attributes }) => attributes.get('href') ?? '');
      expect(links.length).toBeGreaterThan(1);
      const anchors = GLOSSARY.map((term) => `/methodology/#${termAnchor(term)}`);
      expect(links.filter((href) => !anchors.includes(href))).toEqual([]);
    },
  );

  it.each(['campaigns/ai-memory-gate-r4/', 'campaigns/ai-memory-gate-r5/', 'phases/4/', ''])(
    'do so where /%s first shows them in its prose',
    async (path) => {
      const { page } = await visit(path, { viewport: DESK }, address);
      const forms = GLOSSARY.filter((term) => term.forms.length > 0).map((term) => [
        termAnchor(term),
        term.forms.join('|'),
      ]);
      expect(await page.evaluate(usedBeforeTheirLink, forms as [string, string][])).toEqual([]);
      expect(await page.locator(':is(h1, h2, h3, h4, code, summary, th) .term').count()).toBe(0);
    },
  );
});

describe('A gate that failed', () => {
  const failing = campaigns
    .filter(({ outcome, profile }) => outcome === 'FAIL' && profile !== null)
    .map(({ id }) => id);

  it('is among what the project keeps', () => {
    expect(failing.length).toBeGreaterThan(3);
  });

  it.each(failing)('is a page of a few screens: %s', async (id) => {
    const { page } = await visit(`campaigns/${id}/`, { viewport: DESK }, address);
    await page.evaluate(() => document.fonts.ready);
    const height = await page.evaluate(() => document.documentElement.scrollHeight);
    expect(height).toBeLessThanOrEqual(id.startsWith('redis-') ? LOSING_CONTROL_PX_MAX : FAILING_GATE_PX_MAX);
    for (const part of ['.ruling', '.blockers li', '.blockers .next']) {
      const box = await page.locator(part).last().boundingBox();
      expect((box?.y ?? DESK.height) + (box?.height ?? 0), part).toBeLessThanOrEqual(DESK.height);
    }
  });
});

describe('The first printed page', () => {
  it.each(campaigns.map(({ id }) => id))('holds the whole summary of %s', async (id) => {
    const { page } = await visit(`campaigns/${id}/`, { viewport: { ...PAPER, height: 1_000 } }, address);
    await page.emulateMedia({ media: 'print' });
    await page.evaluate(() => document.fonts.ready);
    const focus = await page.locator('#focus').boundingBox();
    expect((focus?.y ?? PAPER.height) + (focus?.height ?? 0)).toBeLessThanOrEqual(PAPER.height);
    const breaks = await page.locator('#analysis').evaluate((element) => getComputedStyle(element).breakBefore);
    expect(breaks).toBe('page');
  });
});

/** Terms that a paragraph or a list in sight uses before its link, or without any. */
function usedBeforeTheirLink(terms: [string, string][]): string[] {
  const texts = document.createTreeWalker(document.querySelector('main') ?? document.body, NodeFilter.SHOW_TEXT);
  const linked = new Set<string>();
  const early: string[] = [];
  while (texts.nextNode()) {
    const { data, parentElement: parent } = texts.currentNode as Text;
    const link = parent?.closest('a.term');
    if (link) linked.add(link.getAttribute('href')?.split('#')[1] ?? '');
    if (!parent?.closest('p, li, dd, figcaption') || !parent.checkVisibility()) continue;
    if (parent.closest('a, h1, h2, h3, h4, code, pre, summary, small, button, label, table, svg, dfn, nav, details'))
      continue;
    for (const [anchor, forms] of terms) {
      const use = new RegExp(`(?<![\\w&#/.@-])(?:${forms})(?![\\w@]|[-/.]\\w)`, 'i').exec(data);
      if (use && !linked.has(anchor)) early.push(`${anchor}: ${data.trim().slice(0, 80)}`);
    }
  }
  return early;
}
