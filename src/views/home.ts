// The home page: what the latest campaigns of the newest release prove and do not, for three audiences.

import { analysisOf } from './analysis.ts';
import type { Catalogue, Entry } from './catalogue.ts';
import { disputeInWords } from './dispute.ts';
import { derivedFocus } from './focus.ts';
import { gotInWords } from './got.ts';
import { type ListRow, listRow, type Strip, strips, tallyOf } from './list.ts';
import { PHASE_WORDS } from './phase-words.ts';
import { newestRelease, type Release } from './release.ts';
import { boundInWords } from './rounding.ts';
import { type ShownPhase, shownPhases } from './shown.ts';
import { campaignPath, withBase } from './site.ts';
import { type Trend, trend } from './trend.ts';
import { type Mark, markOf } from './words.ts';

const LATEST_MAX = 5;
const RECENT_ROWS = 12;
const STRIP_CELLS = 60;
const STRIPS_MAX = 8;
const POINTERS_MAX = 6;

export interface HomeView {
  release:
    | (Pick<Release, 'ref' | 'carriedBy' | 'sentence'> & { stamp: { word: string; small: string; mark: Mark } })
    | null;
  /** Of the release, or of all where no campaign names a ref; newest first. */
  latest: { row: ListRow; headline: string; dispute: string | null }[];
  shown: ShownPhase[];
  pointers: { of: string; profile: string | null; href: string; links: { text: string; href: string }[] } | null;
  tally: string;
  strips: Strip[];
  trend: Trend;
  recent: ListRow[];
}

export async function homeView(catalogue: Catalogue): Promise<HomeView> {
  const published = catalogue.entries.filter(({ local }) => !local);
  const release = newestRelease(published);
  const latest = (release?.campaigns ?? published).slice(0, LATEST_MAX);
  return {
    release: release && {
      ref: release.ref,
      carriedBy: release.carriedBy,
      sentence: release.sentence,
      stamp: stampOf(release),
    },
    latest: await Promise.all(latest.map((entry) => lineOf(catalogue, entry))),
    shown: shownPhases(latest),
    pointers: pointersOf(latest),
    tally: tallyOf(published),
    strips: strips(catalogue, STRIP_CELLS, STRIPS_MAX),
    trend: trend(catalogue),
    recent: catalogue.entries.slice(0, RECENT_ROWS).map(listRow),
  };
}

const stampOf = ({ carriedBy, campaigns }: Release): { word: string; small: string; mark: Mark } =>
  carriedBy
    ? { word: 'Carried', small: 'by a gate campaign', mark: markOf('PASS') }
    : {
        word: 'Not carried',
        small: campaigns.length === 1 ? 'one campaign' : `${campaigns.length} campaigns`,
        mark: markOf('INCOMPLETE'),
      };

async function lineOf(catalogue: Catalogue, entry: Entry): Promise<HomeView['latest'][number]> {
  const analysis = await analysisOf(catalogue, entry);
  return {
    row: listRow(entry),
    headline: analysis?.headlineText ?? derivedFocus(entry).headline,
    dispute: disputeInWords(entry.verdict),
  };
}

/** Of the newest campaign that does not pass, what is open in it; where all pass, the bounds of the newest. */
function pointersOf(latest: readonly Entry[]): HomeView['pointers'] {
  const telling = latest.find(({ verdict }) => verdict.outcome !== 'PASS') ?? latest[0];
  if (!telling) return null;
  const page = withBase(campaignPath(telling.id));
  return { of: telling.id, profile: telling.head.profile, href: page, links: linksOf(telling, page) };
}

function linksOf({ verdict }: Entry, page: string): { text: string; href: string }[] {
  const checks = verdict.phases.flatMap((phase) => phase.checks);
  const open = checks.filter(({ ok }) => ok !== true);
  const wanted =
    open.length > 0 ? open : checks.filter(({ id }) => /^phase4\.[a-z0-9_]+$/.test(id) && !id.endsWith('pass_flag'));
  const found = wanted.slice(0, POINTERS_MAX).map(({ id, expected, got, ok }) => ({
    text: `${id}: ${ok === null ? 'unknown' : shortly(got)}, expected ${expected}`,
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

/** A fraction in the digits of a bound, which no one reads beyond; anything else as it was found. */
const shortly = (got: unknown): string | undefined =>
  typeof got === 'number' && !Number.isInteger(got) ? boundInWords(got) : gotInWords(got).slice(0, 60);
