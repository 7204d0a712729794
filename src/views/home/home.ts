// The home page: for each subject its newest release and whether it may ship, for three audiences; the controls apart,
// since nothing that only proves the harness may look like a product; then recent history.

import type { Catalogue } from '../../catalogue/catalogue.ts';
import { attemptsOf, type Release, type Subject, subjectsOf } from '../../catalogue/releases.ts';
import { type ListRow, listRow, type Strip, strips, tallyOf } from '../campaigns/list.ts';
import { firstOf, type Listed, leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { type Audience, audiencesOf } from '../releases/audiences.ts';
import { decisionMark, decisionSentence, releaseHref, WHAT_A_CONTROL_IS } from '../releases/decision.ts';
import { type ReleaseRow, releaseRow } from '../releases/list.ts';
import { type Obstacles, obstaclesOf } from '../releases/obstacles.ts';
import { RELEASES_PATH, withBase } from '../site.ts';
import { type Trend, trend } from '../trend/trend.ts';
import type { Mark } from '../words.ts';
import { type ShownPhase, shownPhases } from './shown.ts';

const SUBJECTS_MAX = 12;
const EARLIER_MAX = 8;
const BLOCKERS_MAX = 4;
const RECENT_ROWS = 12;
/** Campaigns that are asked what they show of each phase. */
const LATEST_MAX = 5;

export interface HomeSubject extends ReleaseRow {
  subject: string;
  sentence: string;
  audiences: Audience[];
  /** The first of what blocks it. */
  blockers: Listed<Link>;
  /** For end users: what its gate campaigns show of each phase. */
  shown: ShownPhase[];
  earlier: { text: string; href: string; mark: Mark }[];
  moreEarlier: Link | undefined;
}

export interface HomeControl extends ReleaseRow {
  subject: string;
  /** `3 pass, 1 fail`. */
  tally: string;
}

export interface HomeView {
  subjects: HomeSubject[];
  controls: HomeControl[];
  whatAControlIs: string;
  /** Subjects and controls beyond those shown. */
  more: number;
  tally: string;
  strips: Listed<Strip>;
  trend: Trend;
  recent: ListRow[];
}

export async function homeView(catalogue: Catalogue): Promise<HomeView> {
  const published = catalogue.entries.filter(({ local }) => !local);
  const all = subjectsOf(catalogue);
  const of = (isControl: boolean) => all.filter((subject) => subject.isControl === isControl).slice(0, SUBJECTS_MAX);
  const [subjects, controls] = [of(false), of(true)];
  return {
    subjects: await Promise.all(
      subjects.flatMap((subject) => newestOf(subject).map((one) => productOf(catalogue, subject, one))),
    ),
    controls: controls.flatMap((subject) => newestOf(subject).map((one) => controlOf(subject, one))),
    whatAControlIs: WHAT_A_CONTROL_IS,
    more: all.length - subjects.length - controls.length,
    tally: tallyOf(published),
    strips: strips(catalogue),
    trend: trend(catalogue),
    recent: catalogue.entries.slice(0, RECENT_ROWS).map(listRow),
  };
}

const newestOf = ({ releases }: Subject): Release[] => releases.slice(0, 1);

async function productOf(catalogue: Catalogue, subject: Subject, release: Release): Promise<HomeSubject> {
  const obstacles = await obstaclesOf(catalogue, release);
  const { audiences } = await audiencesOf(catalogue, release, obstacles);
  const attempts = attemptsOf(release);
  return {
    ...releaseRow(release),
    subject: nameInWords(subject.name),
    sentence: decisionSentence(release),
    audiences,
    blockers: firstOf(
      obstacles.blockers.map(({ title, href }) => ({ text: title, href })),
      BLOCKERS_MAX,
      `${releaseHref(release)}#blockers`,
    ),
    shown: shownPhases(
      (attempts.length > 0 ? attempts : release.campaigns).slice(0, LATEST_MAX),
      failuresIn(obstacles),
    ),
    earlier: subject.releases.slice(1, 1 + EARLIER_MAX).map((one) => ({
      text: nameInWords(one.ref),
      href: releaseHref(one),
      mark: decisionMark(one),
    })),
    moreEarlier: leftOut(subject.releases.length - 1 - EARLIER_MAX, withBase(RELEASES_PATH), 'earlier versions'),
  };
}

/** The titles of what blocks it, by phase. */
function failuresIn({ blockers }: Obstacles): Map<number, string[]> {
  const failures = new Map<number, string[]>();
  for (const { id, title } of blockers) {
    const phase = Number(/^phase([1-4])\./.exec(id)?.[1]);
    failures.set(phase, [...(failures.get(phase) ?? []), title]);
  }
  return failures;
}

const controlOf = (subject: Subject, release: Release): HomeControl => ({
  ...releaseRow(release),
  subject: nameInWords(subject.name),
  tally: tallyOf(subject.releases.flatMap(({ campaigns }) => campaigns)),
});
