// May a release ship? Its attempts are its gate campaigns: one must clear it and none may have failed. A campaign with
// a planted defect, of another profile or made for a first look is none of them, whatever it found.

import { isControl } from '../contract/controls.ts';
import { figureInWords } from '../contract/figure-form.ts';
import type { Clearing, Decision, ReleaseCampaign, ReleaseVerdict } from '../contract/release.ts';
import { fact } from './check.ts';

/** @param campaigns all campaigns of one subject at one ref, in the order in which they are to be shown */
export function release(subject: string | null, campaigns: readonly ReleaseCampaign[]): ReleaseVerdict {
  const attempts = campaigns.flatMap(({ id, outcome, clearing }) =>
    clearing && isAttempt(clearing) ? [{ id, outcome, clearing }] : [],
  );
  const failed = attempts.filter(({ outcome }) => outcome === 'FAIL').map(({ id }) => id);
  const clearedBy = attempts.filter(({ clearing }) => clearing.clears).map(({ id }) => id);
  const mayShip = subject !== null && !isControl(subject);
  const decision: Decision = failed.length > 0 ? 'do not ship' : mayShip && clearedBy.length > 0 ? 'ship' : 'undecided';
  return {
    decision,
    why: whyOf({ subject, attempts: attempts.length, failed, clearedBy: mayShip ? clearedBy : [] }),
    rules: [
      fact(
        'release.subject',
        'The subject is one that may be released',
        'no control',
        subject,
        subject === null ? null : mayShip,
      ),
      fact('release.cleared', 'Gate campaigns that clear it', '≥ 1', clearedBy.length, mayShip && clearedBy.length > 0),
      fact('release.failed', 'Gate campaigns that failed', '0', failed.length, failed.length === 0),
    ],
    attempts,
  };
}

const WHAT_COUNTS = ['clears.profile', 'clears.local', 'clears.defect'];

/** A gate campaign that counts for or against its release. */
const isAttempt = ({ rules }: Clearing): boolean =>
  WHAT_COUNTS.every((id) => rules.some((one) => one.id === id && one.ok === true));

interface Found {
  subject: string | null;
  attempts: number;
  failed: string[];
  clearedBy: string[];
}

function whyOf({ subject, attempts, failed, clearedBy }: Found): string {
  if (failed.length > 0) {
    const failing =
      attempts === 1
        ? 'Its one gate campaign'
        : `${figureInWords(failed.length)} of its ${figureInWords(attempts)} gate campaigns`;
    return `${failing} failed: ${some(failed)}.`;
  }
  if (subject === null) return 'No summary names its subject, so nothing can clear it.';
  if (isControl(subject)) return `${subject} is a control: it proves the harness, and its campaigns clear nothing.`;
  if (clearedBy.length > 0) return `Cleared by ${some(clearedBy)}, and no gate campaign of it failed.`;
  if (attempts === 0) return 'No gate campaign was run on it.';
  return attempts === 1
    ? 'Its one gate campaign did not fail, and does not show a whole gate.'
    : `None of its ${figureInWords(attempts)} gate campaigns failed, and none shows a whole gate.`;
}

const NAMED_MAX = 3;

const some = (ids: readonly string[]): string =>
  ids.length > NAMED_MAX ? `${ids.slice(0, NAMED_MAX).join(', ')} and ${ids.length - NAMED_MAX} more` : ids.join(', ');
