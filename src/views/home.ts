// The home page: what the newest evidence proves and does not, for three audiences.

import type { PhaseNumber } from '../contract/names.ts';
import type { PhaseStatus } from '../contract/verdict.ts';
import { analysisOf } from './analysis.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { disputeInWords } from './dispute.ts';
import { derivedFocus } from './focus.ts';
import { type ListRow, listRow, type Strip, strips, tallyOf } from './list.ts';
import { PHASE_WORDS } from './phase-words.ts';
import { newestRelease, type Release } from './release.ts';
import { campaignPath, withBase } from './site.ts';
import { type Trend, trend } from './trend.ts';
import { type Mark, markOf, stampOf } from './words.ts';

const RECENT_ROWS = 12;
const STRIP_CELLS = 60;
const STRIPS_MAX = 8;

export interface HomeView {
  latest: {
    row: ListRow;
    stamp: string;
    headline: string;
    dispute: string | null;
    shown: { mark: Mark; text: string; href: string }[];
    engineers: { text: string; href: string }[];
  } | null;
  release: Release | null;
  tally: string;
  strips: Strip[];
  trend: Trend;
  recent: ListRow[];
}

export async function homeView(catalogue: Catalogue): Promise<HomeView> {
  const published = catalogue.entries.filter(({ local }) => !local);
  const newest = published[0];
  return {
    latest: newest ? await latestOf(catalogue, newest) : null,
    release: newestRelease(published),
    tally: tallyOf(published),
    strips: strips(catalogue, STRIP_CELLS, STRIPS_MAX),
    trend: trend(catalogue),
    recent: catalogue.entries.slice(0, RECENT_ROWS).map(listRow),
  };
}

/** What each phase says to somebody who only uses the software. */
const PLAIN: Record<PhaseNumber, string> = {
  1: 'each machine alone keeps, finds and backs up what it is given',
  2: 'what was confirmed reaches every machine',
  3: 'a store moves to another database and back without losing a row',
  4: 'what was confirmed survives crashes and cut networks',
};
const PLAINLY: Record<PhaseStatus, string> = {
  PASS: 'Shown',
  FAIL: 'Not shown, a check fails',
  UNREADABLE: 'Not shown, the evidence cannot be read',
  INCONCLUSIVE: 'Not shown',
  'NOT REACHED': 'Not shown, the run did not get there',
  'NOT RUN': 'Not tested',
};

async function latestOf(catalogue: Catalogue, entry: Entry): Promise<HomeView['latest']> {
  const analysis = await analysisOf(catalogue, entry);
  const page = withBase(campaignPath(entry.id));
  return {
    row: listRow(entry),
    stamp: stampOf(entry.verdict.outcome),
    headline: analysis?.headlineText ?? derivedFocus(entry).headline,
    dispute: disputeInWords(entry.verdict),
    shown: entry.verdict.phases.map(({ phase, status }) => ({
      mark: markOf(status),
      text: `${PLAINLY[status]}: ${PLAIN[phase]}.`,
      href: `${page}#phase-${phase}`,
    })),
    engineers: pointersOf(entry, page),
  };
}

const POINTERS_MAX = 6;

/** The checks that do not hold, each a permalink; or, where all do, the bounds that were reached. */
function pointersOf({ verdict }: Entry, page: string): { text: string; href: string }[] {
  const checks = verdict.phases.flatMap((phase) => phase.checks);
  const open = checks.filter(({ ok }) => ok !== true);
  const wanted =
    open.length > 0 ? open : checks.filter(({ id }) => /^phase4\.[a-z0-9_]+$/.test(id) && !id.endsWith('pass_flag'));
  const found = wanted.slice(0, POINTERS_MAX).map(({ id, expected, got, ok }) => ({
    text: `${id}: ${ok === null ? 'unknown' : JSON.stringify(got)?.slice(0, 60)}, expected ${expected}`,
    href: `${page}#${id}`,
  }));
  if (found.length > 0) return found;
  return verdict.phases
    .filter(({ status }) => status !== 'PASS')
    .map(({ phase, status }) => ({
      text: `Phase ${phase}, ${PHASE_WORDS[phase].short}: ${markOf(status).word}`,
      href: `${page}#phase-${phase}`,
    }));
}
