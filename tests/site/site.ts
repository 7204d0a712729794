// The built site as a test sees it: files, the elements of a page, the addresses of each kind of page.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { Site } from './build.ts';

const [atRoot, atBase] = inject('sites') as [Site, Site];

export { atBase, atRoot };

/** One page of every kind, and of the campaign page one for every kind of evidence. */
export const PAGES = {
  home: '',
  list: 'campaigns/',
  releases: 'releases/',
  release: 'releases/harbour/v2.4.1/',
  findings: 'findings/',
  series: 'series/harbour/',
  compare: 'compare/quay-gate-r1/quay-gate-r2/',
  freeCompare: 'compare/',
  passing: 'campaigns/harbour-r3/',
  failing: 'campaigns/harbour-r2/',
  unreadable: 'campaigns/harbour-r4/',
  log: 'campaigns/harbour-r5/',
  vacuous: 'campaigns/harbour-r7/',
  reconstructed: 'campaigns/harbour-r8/',
  gate: 'campaigns/quay-gate-r2/',
  unclean: 'campaigns/skerry-custom-r1/',
  artifact: 'campaigns/harbour-r9/evidence/phase4.json/',
  cycles: 'campaigns/quay-gate-r2/evidence/phase4-partition_minority.jsonl/',
  uncleanCycles: 'campaigns/skerry-custom-r1/evidence/phase4-partition_minority.jsonl/',
  write: 'campaigns/skerry-custom-r1/ops/partition_minority/late/',
  hostile: 'campaigns/storm-markup/',
  methodology: 'methodology/',
  measurement: 'methodology/measurement/',
  guide: 'phases/4/',
  missing: '404.html',
} as const;

export const pageFile = (path: string): string => (path === '' || path.endsWith('/') ? `${path}index.html` : path);
export const pageText = (path: string, site: Site = atRoot): string =>
  readFileSync(join(site.dist, pageFile(path)), 'utf8');

export const filesBelow = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();

export interface Tag {
  name: string;
  attributes: ReadonlyMap<string, string>;
}

const TAG = /<([a-z][a-z0-9-]*)((?:\s+[^\s=>"'/]+(?:=(?:"[^"]*"|'[^']*'|[^\s"'>]+))?)*)\s*\/?>/gi;
const ATTRIBUTE = /([^\s=>"'/]+)(?:=(?:"([^"]*)"|'([^']*)'|([^\s"'>]+)))?/g;

/** Every element of a page that the site generator wrote, in order; text holds no `<` of its own. */
export function tagsOf(html: string): Tag[] {
  return [...html.matchAll(TAG)].map(([, name = '', inner = '']) => {
    const pairs = [...inner.matchAll(ATTRIBUTE)].map(
      ([, key = '', double, single, bare]) => [key.toLowerCase(), decoded(double ?? single ?? bare ?? '')] as const,
    );
    return { name: name.toLowerCase(), attributes: new Map(pairs) };
  });
}

/** The elements that have all these attributes, with these values where one is given. */
export const tagsWith = (html: string, ...wanted: [string, string?][]): Tag[] =>
  tagsOf(html).filter(({ attributes }) =>
    wanted.every(([key, value]) => attributes.has(key) && (value === undefined || attributes.get(key) === value)),
  );

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'", '#34': '"', '#38': '&' };
const decoded = (text: string): string => text.replace(/&(#?\w+);/g, (all, name) => ENTITIES[name] ?? all);

/** Text content as a reader sees it, roughly: without elements, entities decoded. */
export const wordsOf = (html: string): string => decoded(html.replace(/<[^>]*>/g, '')).replace(/\s+/g, ' ');
