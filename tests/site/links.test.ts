// Every link of every page, under either base: internal ones lead to a file and a place in it, none leaves the base.

import { describe, expect, inject, it } from 'vitest';
import { SITE_URL } from './build.ts';
import { anchorsOf, fileOf, type Link, linksOf } from './page-links.ts';
import { atBase, atRoot, filesBelow, pageText, tagsWith } from './site.ts';

describe.each([atRoot, atBase])('Under $base', (site) => {
  const pages = filesBelow(site.dist).filter((file) => file.endsWith('.html'));
  const anchors = new Map(pages.map((page) => [page, anchorsOf(page, site)]));
  const links = pages.flatMap((page) => linksOf(page, site));

  it('there are pages, and links between them', () => {
    expect(pages.length).toBeGreaterThan(40);
    expect(links.length).toBeGreaterThan(1_000);
  });

  it('every internal link leads to a published file', () => {
    const lost = links.filter(({ to }) => to.startsWith(site.base) && fileOf(to, site) === null);
    expect(told(lost)).toEqual([]);
  });

  it('every fragment leads to a place on its page', () => {
    const lost = links.filter(({ to, fragment }) => {
      const file = fragment === '' ? null : fileOf(to, site);
      return file !== null && !anchors.get(file)?.has(decodeURIComponent(fragment));
    });
    expect(told(lost)).toEqual([]);
  });

  it('no internal link leaves the base', () => {
    expect(told(links.filter(({ to, isOwn }) => isOwn && !to.startsWith(site.base)))).toEqual([]);
  });

  it('external links are http or https', () => {
    const schemes = new Set(links.filter(({ isOwn }) => !isOwn).map(({ to }) => /^[a-z-]+:/i.exec(to)?.[0]));
    expect([...schemes].filter((scheme) => scheme !== 'https:' && scheme !== 'http:')).toEqual([]);
    expect(links.some(({ to }) => to.startsWith('https://forge.example.org/'))).toBe(true);
  });

  it('the address of every page is canonical under the base', () => {
    const canonical = (page: string) => tagsWith(pageText(page, site), ['rel', 'canonical'])[0]?.attributes.get('href');
    for (const page of pages)
      expect(canonical(page)).toBe(
        `${SITE_URL}${site.base}${page === '404.html' ? page : page.replace(/index\.html$/, '')}`,
      );
  });
});

describe('Of the campaigns that the project keeps', () => {
  const site = inject('committed');
  const pages = filesBelow(site.dist).filter((file) => file.endsWith('.html'));
  const anchors = new Map(pages.map((page) => [page, anchorsOf(page, site)]));

  it('no page leads to a file or a place that is not there', () => {
    const links = pages.flatMap((page) => linksOf(page, site)).filter(({ isOwn }) => isOwn);
    expect(links.length).toBeGreaterThan(1_000);
    const lost = links.filter(({ to, fragment }) => {
      const file = fileOf(to, site);
      return (
        file === null || (fragment !== '' && anchors.has(file) && !anchors.get(file)?.has(decodeURIComponent(fragment)))
      );
    });
    expect(told(lost)).toEqual([]);
  });
});

/** Each lost address once, with the first page that holds it. */
const told = (links: readonly Link[]): string[] =>
  [...new Map(links.map((link) => [`${link.to}#${link.fragment}`, link.page]))].map(([to, page]) => `${to} on ${page}`);
