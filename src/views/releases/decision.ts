// A release's decision in words, as every page says it.

import type { Release } from '../../catalogue/releases.ts';
import { isControl } from '../../contract/controls.ts';
import type { Decision } from '../../contract/release.ts';
import { nameInWords } from '../name-in-words.ts';
import { safeName } from '../safe-name.ts';
import { RELEASES_PATH, withBase } from '../site.ts';
import type { Mark } from '../words.ts';

export const DECISION_MARKS: Record<Decision, Mark> = {
  ship: { glyph: '✓', word: 'Ship', tone: 'pass' },
  'do not ship': { glyph: '✗', word: 'Do not ship', tone: 'fail' },
  undecided: { glyph: '?', word: 'Undecided', tone: 'warn' },
};

/** What stands in the place of a decision where there is no release to decide on. */
const CONTROL: Mark = { glyph: '◇', word: 'Control', tone: 'idle' };

export const decisionMark = ({ subject, verdict }: Release): Mark =>
  isControl(subject) ? CONTROL : DECISION_MARKS[verdict.decision];

export const releasePath = ({ subject, ref }: Pick<Release, 'subject' | 'ref'>): string =>
  `${RELEASES_PATH}${safeName(subject)}/${safeName(ref)}/`;

export const releaseHref = (release: Pick<Release, 'subject' | 'ref'>): string => withBase(releasePath(release));

/** What a control is, for readers who have not met one. */
export const WHAT_A_CONTROL_IS =
  'A control is a system that is run to test this harness. It is either built here or well known, so what its ' +
  'campaigns should show is known before they run. A control is no product. Its campaigns clear no release.';

/** `ai-memory v0.6.4: do not ship.`, or that there is nothing to decide. Short: it is on the page of every campaign. */
export const decisionSentence = ({ subject, ref, verdict }: Release): string =>
  isControl(subject)
    ? `${nameInWords(subject)} is a control: no release.`
    : `${nameInWords(subject)} ${nameInWords(ref)}: ${verdict.decision}.`;
