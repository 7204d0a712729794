// What the latest campaigns of a release show of each phase, in words for somebody who only uses the software.

import type { Entry } from '../../catalogue/catalogue.ts';
import { PHASES, type PhaseNumber } from '../../contract/names.ts';
import type { PhaseStatus } from '../../contract/verdict.ts';
import { grouped } from '../rounding.ts';
import { campaignPath, withBase } from '../site.ts';
import { counted, type Mark, markOf, sentence } from '../words.ts';

export interface ShownPhase {
  mark: Mark;
  text: string;
  href: string;
}

const PLAIN: Record<PhaseNumber, string> = {
  1: 'each machine alone stores, finds and backs up what it is given',
  2: 'while nothing breaks, what was confirmed reaches every machine',
  3: 'a store moves to another database and back without losing a row',
  4: 'what was confirmed survives crashes, cut networks and wrong clocks',
};

/** What is said of it, after a colon. */
const SAID: Record<PhaseStatus, string> = {
  PASS: 'shown',
  FAIL: 'not always',
  UNREADABLE: 'not shown, the evidence cannot be read',
  INCONCLUSIVE: 'not shown, the evidence decides nothing',
  'NOT REACHED': 'not shown, the run ended before it',
  'NOT RUN': 'not tested',
};

/** Some campaigns show it, others do not: neither a pass nor a failure of the release. */
const MIXED: Mark = { glyph: '◐', word: 'Mixed', tone: 'warn' };

/**
 * @param entries campaigns of one release, newest first
 * @param failures what they failed by, in words: by the phase in which it was found
 */
export function shownPhases(entries: readonly Entry[], failures: ReadonlyMap<number, string[]>): ShownPhase[] {
  return PHASES.flatMap((phase) => {
    const found = entries.flatMap((entry) => {
      const status = entry.verdict.phases.find((one) => one.phase === phase)?.status;
      return status ? [{ entry, status }] : [];
    });
    return found.length === 0 ? [] : [shownPhase(phase, found, failures.get(phase) ?? [])];
  });
}

function shownPhase(
  phase: PhaseNumber,
  found: readonly { entry: Entry; status: PhaseStatus }[],
  failures: readonly string[],
): ShownPhase {
  const passing = found.filter(({ status }) => status === 'PASS');
  const telling = found.find(({ status }) => status !== 'PASS') ?? found[0];
  const href = `${withBase(campaignPath(telling?.entry.id ?? ''))}#phase-${phase}`;
  const status = telling?.status ?? 'NOT RUN';
  const isMixed = passing.length > 0 && passing.length < found.length;
  const isSame = found.every((one) => one.status === status);
  const all =
    found.length > 1 ? ` by ${found.length === 2 ? 'both campaigns' : `all ${counted(found.length, 'campaign')}`}` : '';
  const said = isMixed
    ? `shown by ${grouped(passing.length)} of ${grouped(found.length)} campaigns, not by ${telling?.entry.id}`
    : `${SAID[status]}${status === 'PASS' && isSame ? all : ''}`;
  const why = status === 'FAIL' ? failures.map((text) => ` ${sentence(text)}.`).join('') : '';
  const text = status === 'FAIL' && !isMixed ? `Whether ${PLAIN[phase]}` : sentence(PLAIN[phase]);
  return { mark: isMixed ? MIXED : markOf(status), text: `${text}: ${said}.${why}`, href };
}
