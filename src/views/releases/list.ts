// All releases: one section a subject, newest release first, the controls apart.

import { type Catalogue, catalogue } from '../../catalogue/catalogue.ts';
import { dayOf } from '../../catalogue/completion.ts';
import { attemptsOf, type Release, type Subject, subjectsOf } from '../../catalogue/releases.ts';
import { RELEASES_PATH } from '../site.ts';
import { counted, type Mark } from '../words.ts';
import { decisionMark, nameInWords, releaseHref, WHAT_A_CONTROL_IS } from './decision.ts';

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
  more: number;
}

export interface ReleasesView {
  path: string;
  subjects: SubjectRows[];
  controls: SubjectRows[];
  whatAControlIs: string;
  /** Subjects beyond those listed. */
  more: number;
}

const SUBJECTS_MAX = 50;
const ROWS_MAX = 200;

export const releasesPage = (): ReleasesView => releasesView(catalogue());

export function releasesView(read: Catalogue): ReleasesView {
  const all = subjectsOf(read);
  const of = (isControl: boolean) => all.filter((subject) => subject.isControl === isControl);
  return {
    path: RELEASES_PATH,
    subjects: of(false).slice(0, SUBJECTS_MAX).map(subjectRows),
    controls: of(true).slice(0, SUBJECTS_MAX).map(subjectRows),
    whatAControlIs: WHAT_A_CONTROL_IS,
    more: Math.max(0, of(false).length - SUBJECTS_MAX) + Math.max(0, of(true).length - SUBJECTS_MAX),
  };
}

const subjectRows = ({ name, releases }: Subject): SubjectRows => ({
  subject: nameInWords(name),
  rows: releases.slice(0, ROWS_MAX).map(releaseRow),
  more: Math.max(0, releases.length - ROWS_MAX),
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
