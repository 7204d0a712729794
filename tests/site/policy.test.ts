// The strict policy and the weight of the pages, as published.

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { atBase, atRoot, filesBelow, pageText, tagsOf } from './site.ts';

const pages = filesBelow(atRoot.dist).filter((file) => file.endsWith('.html'));
const KIB = 1024;

describe('Every page', () => {
  it.each(pages)('%s has no inline style or script, and a policy that allows none', (page) => {
    const tags = tagsOf(pageText(page));
    const having = (test: (key: string) => boolean) =>
      tags.filter(({ attributes }) => [...attributes.keys()].some(test));
    expect(having((key) => key === 'style')).toEqual([]);
    expect(having((key) => key.startsWith('on'))).toEqual([]);
    expect(tags.filter(({ name, attributes }) => name === 'script' && !attributes.has('src'))).toEqual([]);
    const policies = tags.filter(({ attributes }) => attributes.get('http-equiv') === 'content-security-policy');
    expect(policies).toHaveLength(1);
    const policy = policies[0]?.attributes.get('content') ?? '';
    expect(policy).toMatch(/default-src 'none'/);
    expect(policy).toMatch(/script-src 'self'/);
    expect(policy).not.toMatch(/unsafe|https?:|\*/);
  });

  it('states its policy before anything that it governs', () => {
    for (const page of pages) {
      const tags = tagsOf(pageText(page));
      const at = (test: (tag: (typeof tags)[number]) => boolean) => tags.findIndex(test);
      const governed = at(({ name, attributes }) => name === 'script' || attributes.get('rel') === 'stylesheet');
      const policy = at(({ attributes }) => attributes.get('http-equiv') === 'content-security-policy');
      expect(policy, page).toBeGreaterThan(-1);
      if (governed !== -1) expect(policy, page).toBeLessThan(governed);
    }
  });

  it('has a language, a title of its own and one main heading', () => {
    const titles = pages.map((page) => /<title>([^<]*)<\/title>/.exec(pageText(page))?.[1] ?? '');
    expect(titles.filter((title, index) => title === '' || titles.indexOf(title) !== index)).toEqual([]);
    for (const page of pages) {
      const tags = tagsOf(pageText(page));
      expect(tags.find(({ name }) => name === 'html')?.attributes.get('lang'), page).toBe('en');
      expect(
        tags.filter(({ name }) => name === 'h1'),
        page,
      ).toHaveLength(1);
      expect(
        tags.filter(({ name }) => name === 'main'),
        page,
      ).toHaveLength(1);
    }
  });
});

describe('A campaign page', () => {
  it.each([
    ['in the established shape', 'harbour-r3', 30],
    ['in the established shape, failed, with an analysis', 'harbour-r2', 30],
    ['of a gate profile', 'quay-gate-r2', 60],
    ['with cycles that are not clean', 'skerry-custom-r1', 60],
  ])('%s weighs at most its budget, HTML and CSS, compressed', (_shape, id, budget_kib) => {
    const html = pageText(`campaigns/${id}/`);
    const sheets = tagsOf(html).filter(({ attributes }) => attributes.get('rel') === 'stylesheet');
    const css = sheets.map(({ attributes }) => readFileSync(join(atRoot.dist, attributes.get('href') ?? '')));
    expect(css.length).toBeGreaterThan(0);
    const bytes = [Buffer.from(html), ...css].reduce((sum, part) => sum + gzipSync(part).length, 0);
    expect(bytes).toBeLessThanOrEqual(budget_kib * KIB);
  });
});

describe('The sitemap', () => {
  it('lists every page but the error page, under the base', () => {
    const listed = [...readFileSync(join(atBase.dist, 'sitemap.xml'), 'utf8').matchAll(/<loc>([^<]*)<\/loc>/g)].map(
      ([, at]) => at,
    );
    const campaigns = pages.filter((page) => /^campaigns\/[^/]+\/index\.html$/.test(page));
    const wanted = campaigns.map((page) => `https://proofs.example.org/some/base/${page.replace('index.html', '')}`);
    expect(wanted.filter((address) => !listed.includes(address) && !address.includes('local-'))).toEqual([]);
  });
});
