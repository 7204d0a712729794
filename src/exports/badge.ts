// A badge: the outcome and the profile, and what a reader would take from a green one that is not so. Its space is
// small: of attempts and phases that never ran it says how many, and the page says which.

import { makeBadge } from 'badge-maker';
import type { Outcome } from '../contract/verdict.ts';
import { attemptInWords } from './attempts.ts';
import { casesIn, countOf, type Report } from './report.ts';

const COLOURS: Record<Outcome, string> = { PASS: 'brightgreen', FAIL: 'red', INCOMPLETE: 'yellow' };
const WORDS: Record<Outcome, string> = { PASS: 'pass', FAIL: 'fail', INCOMPLETE: 'incomplete' };
const CHARS_MAX = 60;

interface Badge {
  label: string;
  message: string;
  color: string;
}

function badgeOf(report: Report): Badge {
  const { outcome, profile, subject, ref, disputed } = report;
  const never = countOf(casesIn(report), 'never run');
  const message = [
    WORDS[outcome],
    profile ?? 'profile not recorded',
    attemptInWords(report),
    never === 0 ? null : `${never} of 4 phases never ran`,
    disputed ? 'claim disputed' : null,
  ];
  return {
    label: [subject ?? 'proofhouse', ref].filter(Boolean).join(' ').slice(0, CHARS_MAX),
    message: message
      .filter(Boolean)
      .join(' · ')
      .slice(0, 2 * CHARS_MAX),
    color: COLOURS[outcome],
  };
}

export const badgeSvg = (report: Report): string => `${makeBadge({ ...badgeOf(report), style: 'flat' })}\n`;

/** For the endpoint badge of shields.io. A campaign that did not pass is an error to it: no style can turn it green. */
export const badgeJson = (report: Report): string =>
  `${JSON.stringify({ schemaVersion: 1, ...badgeOf(report), isError: report.outcome !== 'PASS' })}\n`;
