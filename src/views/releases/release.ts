// The page of one release: may it ship, why, what stands in the way, every rule and every attempt. All of it is derived
// from the evidence each time the site is built.

import { type Catalogue, catalogue as theCatalogue } from '../../catalogue/catalogue.ts';
import { attemptsOf, type Release, subjectsOf } from '../../catalogue/releases.ts';
import { isControl } from '../../contract/controls.ts';
import type { Decision } from '../../contract/release.ts';
import { type ListRow, listRow } from '../campaigns/list.ts';
import type { Ledger } from '../ledger.ts';
import { leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { safeName } from '../safe-name.ts';
import { RELEASES_PATH, withBase } from '../site.ts';
import type { Mark } from '../words.ts';
import { type Audiences, audiencesOf } from './audiences.ts';
import { decisionMark, releaseHref, releasePath, WHAT_A_CONTROL_IS } from './decision.ts';
import { type GateView, gateView } from './gate.ts';
import { type Obstacles, obstaclesOf } from './obstacles.ts';
import { clearingRules, releaseRules, rulesInWords } from './rules.ts';
import { type SinceBefore, sinceEarlier } from './since.ts';
import { untestedIn } from './untested.ts';

export interface ReleaseView {
  path: string;
  subject: string;
  ref: string;
  mark: Mark;
  /** What a control is; null for a release. */
  control: string | null;
  why: string;
  obstacles: Obstacles;
  /** What no gate campaign of it tried. */
  untested: string[];
  /** The release before first. */
  since: SinceBefore[];
  audiences: Audiences;
  rules: Ledger;
  /** What its gate said; null where nobody asked it. */
  gate: GateView | null;
  attempts: { row: ListRow; rulesInWords: string; rules: Ledger | null }[];
  others: ListRow[];
  moreAttempts: Link | undefined;
  moreOthers: Link | undefined;
  /** Empty for a control: there is nothing to decide. */
  whatWouldChange: string;
  command: string | null;
  releases: { text: string; href: string; mark: Mark; isCurrent: boolean }[];
  moreReleases: Link | undefined;
}

const ROWS_MAX = 100;
/** Attempts whose rules are shown one by one: each reads its evidence again. */
const DETAILED_MAX = 5;
const SIBLINGS_MAX = 12;

/** Addresses of all releases; a page is asked for by its address, since a ref may be any text. */
export const releasePaths = () =>
  subjectsOf(theCatalogue()).flatMap(({ releases }) =>
    releases.map((release) => ({
      params: { subject: safeName(release.subject), ref: safeName(release.ref) },
      props: { path: releasePath(release) },
    })),
  );

export function releasePage(path: string): Promise<ReleaseView> {
  const read = theCatalogue();
  const found = byPath(read).get(path);
  if (!found) throw new Error(`no release at ${path}`);
  return releaseView(read, found);
}

const paths = new WeakMap<Catalogue, ReadonlyMap<string, Release>>();

function byPath(read: Catalogue): ReadonlyMap<string, Release> {
  const known = paths.get(read);
  if (known) return known;
  const all = subjectsOf(read).flatMap(({ releases }) => releases);
  const made = new Map(all.map((release) => [releasePath(release), release]));
  paths.set(read, made);
  return made;
}

const releasesOf = (read: Catalogue, subject: string): readonly Release[] =>
  subjectsOf(read).find(({ name }) => name === subject)?.releases ?? [];

export async function releaseView(read: Catalogue, release: Release): Promise<ReleaseView> {
  const { subject, ref, verdict, campaigns } = release;
  const attempts = attemptsOf(release);
  const others = campaigns.filter((entry) => !attempts.includes(entry));
  const all = withBase('campaigns/');
  const siblings = releasesOf(read, subject);
  const obstacles = await obstaclesOf(read, release);
  return {
    path: releasePath(release),
    subject: nameInWords(subject),
    ref: nameInWords(ref),
    mark: decisionMark(release),
    control: isControl(subject) ? WHAT_A_CONTROL_IS : null,
    why: verdict.why,
    obstacles,
    untested: untestedIn(read, attempts.slice(0, DETAILED_MAX)),
    since: sinceEarlier(read, release),
    audiences: await audiencesOf(read, release, obstacles),
    rules: releaseRules(release),
    gate: gateView(read, release),
    attempts: attempts.slice(0, ROWS_MAX).map((entry, index) => ({
      row: listRow(entry),
      rulesInWords: rulesInWords(entry.clearing?.rules ?? []),
      rules: entry.clearing && index < DETAILED_MAX ? clearingRules(read.root, entry, entry.clearing) : null,
    })),
    others: others.slice(0, ROWS_MAX).map(listRow),
    moreAttempts: leftOut(attempts.length - ROWS_MAX, all, 'gate campaigns'),
    moreOthers: leftOut(others.length - ROWS_MAX, all, 'campaigns'),
    whatWouldChange: isControl(subject) ? '' : CHANGES[verdict.decision],
    command: gateCommand(release),
    releases: siblings.slice(0, SIBLINGS_MAX).map((one) => ({
      text: nameInWords(one.ref),
      href: releaseHref(one),
      mark: decisionMark(one),
      isCurrent: one === release,
    })),
    moreReleases: leftOut(siblings.length - SIBLINGS_MAX, withBase(RELEASES_PATH), 'versions'),
  };
}

const CHANGES: Record<Decision, string> = {
  ship: 'A gate campaign of this version that fails. One failure is enough, however many campaigns passed before it.',
  'do not ship':
    'Nothing that is measured on this version: a gate campaign that failed stays on record, however many pass after ' +
    'it. A new version in which the blockers are gone may ship once a gate campaign of it clears it.',
  undecided:
    'A gate campaign that meets every rule below decides for it. A gate campaign that fails decides against it.',
};

/** Only a name that may stand in a command. */
const gateCommand = ({ subject, verdict }: Release): string | null =>
  verdict.decision === 'undecided' && !isControl(subject) && /^[a-z][a-z0-9-]{0,40}$/.test(subject)
    ? `npm run campaign -- --profile gate --subject ${subject} --binary PATH`
    : null;
