// Hostile campaigns in a real browser with the policy on: everything is text, nothing runs.

import { describe, expect, it } from 'vitest';
import { HOSTILE_IDS, PAYLOAD } from '../fixtures/hostile.ts';
import { atRoot, filesBelow, pageText, tagsOf } from './site.ts';
import { useBrowser, visit } from './visit.ts';

useBrowser();

const pagesAt = (pattern: RegExp): string[] =>
  filesBelow(atRoot.dist)
    .filter((file) => pattern.test(file))
    .map((file) => file.replace(/index\.html$/, ''));
const evidencePages = pagesAt(/^campaigns\/storm-(markup|long|deep)\/evidence\/.*\.html$/);
/** Pages whose addresses are made of what artifacts say: of versions, and of single writes. */
const releasePages = pagesAt(/^releases\/(?!harbour\/).+\/.+\.html$/);
const writePages = pagesAt(/^campaigns\/storm-cycles\/ops\/.*\.html$/);
const paths = [
  '',
  'campaigns/',
  ...HOSTILE_IDS.map((id) => `campaigns/${id}/`),
  ...evidencePages,
  ...releasePages,
  ...writePages,
  'releases/',
  'findings/',
  'compare/',
  'compare/storm-soak-r1/storm-soak-r2/',
  'series/storm-soak/',
];

it('Hostile names have pages of versions and of writes, at addresses of plain letters', () => {
  expect(releasePages.length).toBeGreaterThan(1);
  expect(writePages.length).toBeGreaterThan(0);
  expect([...releasePages, ...writePages].filter((path) => !/^[A-Za-z0-9._/-]+$/.test(path))).toEqual([]);
});

describe.each(paths)('/%s', (path) => {
  it('shows no character that is not seen', () => {
    expect(pageText(path)).not.toMatch(/[\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]|&#x?(202|206|8238|8294)/i);
  });

  it('runs nothing, breaks no rule of its policy and asks nothing', async () => {
    const { page, wrong } = await visit(path);
    await page.locator('details').evaluateAll((all) => {
      for (const details of all) (details as HTMLDetailsElement).open = true;
    });
    const ran = await page.evaluate(() => [Reflect.get(window, 'ran'), Reflect.get({}, 'polluted')]);
    expect(ran).toEqual([undefined, undefined]);
    expect(await page.locator('main :is(img, iframe, object, embed, style, base, [onload], [onerror])').count()).toBe(
      0,
    );
    expect(wrong).toEqual([]);
  });

  it('holds no script and no address but those of the site', () => {
    const tags = tagsOf(pageText(path));
    const scripts = tags.flatMap(({ name, attributes }) =>
      name === 'script' ? [attributes.get('src') ?? 'inline'] : [],
    );
    expect(scripts.filter((script) => !/^\/(theme\.js|_astro\/[\w.-]+\.js)$/.test(script))).toEqual([]);
    const addresses = tags.flatMap(({ attributes }) => [attributes.get('href') ?? '', attributes.get('src') ?? '']);
    expect(addresses.filter((address) => /^\s*(javascript|data|vbscript):/i.test(address))).toEqual([]);
  });
});

describe('The page of a campaign with markup in every string', () => {
  it('shows the markup as text, without the marks that turn its direction', async () => {
    const { page } = await visit('campaigns/storm-markup/');
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text.split('<script>window.ran=1</script>').length).toBeGreaterThan(20);
    expect(text).toContain(PAYLOAD.slice(0, 60));
    expect(
      await page
        .locator('pre.code')
        .allTextContents()
        .then((all) => all.join('')),
    ).not.toMatch(/[\u202a-\u202e\u2066-\u2069]/);
  });

  it('tells the browser of a script address as text only', async () => {
    const { page } = await visit('campaigns/storm-markup/');
    const protocols = await page
      .locator('a')
      .evaluateAll((links) => links.map((link) => (link as HTMLAnchorElement).protocol));
    expect([...new Set(protocols)].filter((protocol) => !/^https?:$/.test(protocol))).toEqual([]);
  });

  it('keeps its title one line of text', async () => {
    const { page } = await visit('campaigns/storm-markup/');
    expect(await page.title()).toMatch(/^storm-markup, ai-memory [^\n]{1,120} · Proofhouse$/);
  });
});

describe('The filters', () => {
  it('write hostile campaigns into the list as text', async () => {
    const { page, wrong } = await visit('campaigns/?outcome=FAIL');
    await page
      .locator('[role=status]')
      .getByText(/of \d+ campaigns/)
      .waitFor();
    expect(await page.locator('table.campaigns tbody').textContent()).toContain('storm-markup');
    expect(await page.locator('table.campaigns :is(script, img, svg)').count()).toBe(0);
    expect(wrong).toEqual([]);
  });
});

describe('Fault classes by the thousand', () => {
  it('are shown up to a limit, and the rest said to be unknown', async () => {
    const { page } = await visit('campaigns/storm-classes/');
    expect(await page.locator('#phase-4 [data-ok]').count()).toBe(202);
    expect(await page.locator('[id="phase4.class-201"]').getAttribute('data-ok')).toBe('unknown');
  });
});
