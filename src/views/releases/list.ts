// All releases: one section a subject, newest release first, the controls apart.

import { type Catalogue, catalogue } from '../../catalogue/catalogue.ts';
import { dayOf } from '../../catalogue/completion.ts';
import { attemptsOf, type Release, type Subject, subjectsOf } from '../../catalogue/releases.ts';
import { leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { nameInWords } from '../name-in-words.ts';
import { RELEASES_PATH, withBase } from '../site.ts';
import { counted, type Mark } from '../words.ts';
import { decisionMark, releaseHref, WHAT_A_CONTROL_IS } from './decision.ts';

export interface ReleaseRow {
  ref: string;
  href: string;
  mark: Mark;
  why: string;
  /** `one gate campaign, two others`. */
  campaigns: string;
  /** The day of its newest campaign. */
  measured: string;
}

export interface SubjectRows {
  subject: string;
  rows: ReleaseRow[];
  /** To the list of campaigns, which has those of older versions. */
  more: Link | undefined;
}

export interface ReleasesView {
  path: string;
  subjects: SubjectRows[];
  controls: SubjectRows[];
  whatAControlIs: string;
  /** To the list of campaigns, which has those of other subjects. */
  more: Link | undefined;
}

const SUBJECTS_MAX = 50;
/** Of the page, shared by its subjects. */
const ROWS_MAX = 500;
/** Of a subject, however many there are. */
const ROWS_MIN = 5;

export const releasesPage = (): ReleasesView => releasesView(catalogue());

export function releasesView(read: Catalogue): ReleasesView {
  const all = subjectsOf(read);
  const of = (isControl: boolean) => all.filter((subject) => subject.isControl === isControl).slice(0, SUBJECTS_MAX);
  const [subjects, controls] = [of(false), of(true)];
  const rowsOf = subjectRows(Math.max(ROWS_MIN, Math.floor(ROWS_MAX / (subjects.length + controls.length))));
  return {
    path: RELEASES_PATH,
    subjects: subjects.map(rowsOf),
    controls: controls.map(rowsOf),
    whatAControlIs: WHAT_A_CONTROL_IS,
    more: leftOut(all.length - subjects.length - controls.length, withBase('campaigns/'), 'subjects'),
  };
}

const subjectRows =
  (rows_max: number) =>
  ({ name, releases }: Subject): SubjectRows => ({
    subject: nameInWords(name),
    rows: releases.slice(0, rows_max).map(releaseRow),
    more: leftOut(releases.length - rows_max, withBase('campaigns/'), 'older versions, in the list of campaigns'),
  });

export function releaseRow(release: Release): ReleaseRow {
  const { ref, campaigns, verdict } = release;
  const attempts = attemptsOf(release).length;
  const others = campaigns.length - attempts;
  const words = [
    ...(attempts > 0 ? [counted(attempts, 'gate campaign')] : []),
    ...(others > 0
      ? [`${counted(others, attempts > 0 ? 'other' : 'campaign')}${attempts > 0 ? '' : ', none a gate'}`]
      : []),
  ];
  return {
    ref: nameInWords(ref),
    href: releaseHref(release),
    mark: decisionMark(release),
    why: verdict.why,
    campaigns: words.join(', '),
    measured: (campaigns[0] && dayOf(campaigns[0].head)) ?? 'no date',
  };
}
