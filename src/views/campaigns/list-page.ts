// One page of the list of campaigns.

import { catalogue, type Entry } from '../../catalogue/catalogue.ts';
import type { Listed } from '../left-out.ts';
import { grouped } from '../rounding.ts';
import { FINDINGS_API_PATH, withBase } from '../site.ts';
import { type Trend, trend } from '../trend/trend.ts';
import { type Choices, choices, type ListRow, listRow, PAGE_ROWS, type Strip, strips, tallyOf } from './list.ts';

export interface ListPage {
  number: number;
  pages: number;
  /** All that are listed, the local ones too. */
  total: number;
  /** What the published ones come to, in words. */
  tally: string;
  rows: ListRow[];
  strips: Listed<Strip>;
  trend: Trend | null;
  choices: Choices;
  previousHref: string | null;
  nextHref: string | null;
  path: string;
  apiHref: string;
  findingsHref: string;
}

const pathOf = (number: number): string => (number === 1 ? 'campaigns/' : `campaigns/page/${number}/`);

/** Campaigns made on this machine are listed, and count for nothing. */
function tallyInWords(entries: readonly Entry[]): string {
  const published = entries.filter(({ local }) => !local);
  const own = entries.length - published.length;
  const local = own === 0 ? '' : `; ${grouped(own)} made on this machine ${own === 1 ? 'claims' : 'claim'} nothing`;
  return `${grouped(published.length)} published: ${tallyOf(published)}${local}`;
}

export function listPage(number: number): ListPage {
  const read = catalogue();
  const pages = Math.max(1, Math.ceil(read.entries.length / PAGE_ROWS));
  return {
    number,
    pages,
    total: read.entries.length,
    tally: tallyInWords(read.entries),
    rows: read.entries.slice((number - 1) * PAGE_ROWS, number * PAGE_ROWS).map(listRow),
    strips: number === 1 ? strips(read) : { rows: [], more: undefined },
    trend: number === 1 ? trend(read) : null,
    choices: choices(read),
    previousHref: number > 1 ? withBase(pathOf(number - 1)) : null,
    nextHref: number < pages ? withBase(pathOf(number + 1)) : null,
    path: pathOf(number),
    apiHref: withBase('api/campaigns.json'),
    findingsHref: withBase(FINDINGS_API_PATH),
  };
}
