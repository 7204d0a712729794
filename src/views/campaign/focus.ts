// The run focus where nobody wrote one: what was planned and what was shown, from the verdict alone.

import type { Entry } from '../../catalogue/catalogue.ts';
import type { PhaseVerdict } from '../../contract/verdict.ts';
import { nameInWords } from '../name-in-words.ts';
import { PHASE_WORDS } from '../phase-words.ts';
import { grouped } from '../rounding.ts';
import { markOf } from '../words.ts';

export interface Focus {
  headline: string;
  tested: string;
  demonstrated: string;
}

export function derivedFocus(entry: Entry): Focus {
  const { phases } = entry.verdict;
  const withStatus = (status: string) => phases.filter((phase) => phase.status === status);
  return {
    headline: headline(entry),
    tested: `${entry.head.profile ? `The ${entry.head.profile} profile` : 'A campaign of unrecorded profile'} of ${
      entry.head.ref === null ? 'an unrecorded ref' : nameInWords(entry.head.ref)
    }: the four phases of the protocol.`,
    demonstrated:
      phases
        .map(({ phase, status }) => `${PHASE_WORDS[phase].short}: ${markOf(status).word.toLowerCase()}`)
        .join('. ')
        .concat('.') + (withStatus('PASS').length === 0 ? ' No phase is proven.' : ''),
  };
}

function headline({ verdict }: Entry): string {
  if (verdict.outcome === 'PASS') return 'All four phases pass, and the evidence shows it';
  const worst = verdict.phases.find(({ status }) => status === 'FAIL');
  if (worst) return `${PHASE_WORDS[worst.phase].short} fails: ${failing(worst)}`;
  const silent = verdict.phases.filter(({ status }) => status === 'NOT RUN' || status === 'NOT REACHED').length;
  if (silent === 4)
    return verdict.claim.overall_pass ? 'A claim to pass, and no evidence at all' : 'No phase left evidence';
  const held = verdict.phases.find(({ status }) => status === 'UNREADABLE' || status === 'INCONCLUSIVE');
  if (held) return `${PHASE_WORDS[held.phase].short} proves nothing: ${markOf(held.status).word.toLowerCase()}`;
  return 'Every phase passes that left evidence; the campaign is not whole';
}

function failing({ checks, checks_left_out = 0 }: PhaseVerdict): string {
  const failed = checks.filter(({ ok }) => ok === false);
  const counted = `${grouped(failed.length)} of ${grouped(checks.length + checks_left_out)} checks`;
  if (checks_left_out > 0) return `at least ${counted} are false`;
  return `${counted} ${failed.length === 1 ? 'is' : 'are'} false`;
}
