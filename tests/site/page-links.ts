// The links of a built page, and where each of them leads.

import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Site } from './build.ts';
import { pageFile, pageText, tagsOf, tagsWith } from './site.ts';

export interface Link {
  page: string;
  /** The path with the base, or a whole external address. */
  to: string;
  fragment: string;
  isOwn: boolean;
}

export function linksOf(page: string, { base, dist }: Site): Link[] {
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

export function fileOf(to: string, { base, dist }: Site): string | null {
  if (!to.startsWith(base)) return null;
  const file = pageFile(decodeURIComponent(to.slice(base.length)));
  const path = join(dist, file);
  return existsSync(path) && statSync(path).isFile() ? file : null;
}

export const anchorsOf = (page: string, site: Site): Set<string> =>
  new Set(tagsWith(pageText(page, site), ['id']).map(({ attributes }) => attributes.get('id') ?? ''));
