// Every link of every page, under either base: internal ones lead to a file and a place in it, none leaves the base.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { SITE_URL, type Site } from './build.ts';
import { atBase, atRoot, filesBelow, pageFile, pageText, tagsOf, tagsWith } from './site.ts';

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

interface Link {
  page: string;
  /** The path with the base, or a whole external address. */
  to: string;
  fragment: string;
  isOwn: boolean;
}

function linksOf(page: string, { base, dist }: Site): Link[] {
  const here = new URL(`http://own.invalid${base}${page.replace(/index\.html$/, '')}`);
  return tagsOf(pageText(page, { dist } as Site))
    .flatMap(({ attributes }) => [
      attributes.get('href'),
      attributes.get('src'),
      attributes.get('data-api'),
      attributes.get('data-from'),
    ])
    .filter((link) => link !== undefined)
    .map((link) => {
      const url = new URL(link, here);
      const isOwn = url.host === here.host && url.protocol === here.protocol;
      return { page, to: isOwn ? url.pathname : url.href, fragment: isOwn ? url.hash.slice(1) : '', isOwn };
    });
}

function fileOf(to: string, { base, dist }: Site): string | null {
  if (!to.startsWith(base)) return null;
  const file = pageFile(decodeURIComponent(to.slice(base.length)));
  const path = join(dist, file);
  return existsSync(path) && statSync(path).isFile() ? file : null;
}

const anchorsOf = (page: string, site: Site): Set<string> =>
  new Set(tagsWith(pageText(page, site), ['id']).map(({ attributes }) => attributes.get('id') ?? ''));

/** Each lost address once, with the first page that holds it. */
const told = (links: readonly Link[]): string[] =>
  [...new Map(links.map((link) => [`${link.to}#${link.fragment}`, link.page]))].map(([to, page]) => `${to} on ${page}`);
