// One fault class of a campaign as a row: its bound against the threshold, and the two limits of what that proves.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { cyclesFile } from '../../../contract/names.ts';
import type { JsonObject } from '../../../contract/reading.ts';
import type { Check } from '../../../contract/verdict.ts';
import { ninesOf } from '../../../statistics/nines.ts';
import { numberAt } from '../../artifact-fields.ts';
import { type Cell, count, figure } from '../../ledger.ts';
import { boundInWords, grouped, upperInWords } from '../../rounding.ts';
import { evidencePath, withBase } from '../../site.ts';
import { type Mark, okMark } from '../../words.ts';
import type { CheckRow } from '../phase/checks.ts';

export interface FaultRow {
  /** Of its check. */
  id: string;
  name: string;
  /** There only where it does not hold: then this row is its element. */
  check: CheckRow | null;
  /** Of the class with all that is asked of it. */
  mark: Mark;
  bound: Cell;
  /** Of the bound alone. */
  boundTone: Mark['tone'];
  /** How far the bar is filled, in nines: 0.9 is one, 0.99 two. What is shown at least, and what was measured. */
  nines: { shown: number; measured: number };
  threshold: string;
  acked: Cell | null;
  lower95: string | null;
  cycles: string | null;
  /** Upper 95 % limit of the share of cycles that fail. */
  failure: string | null;
  cyclesHref: string | null;
  notInjected: string | null;
}

const REASON_CHARS_MAX = 300;
export const NINES_MAX = 4;

const PREFIX = 'phase4.';

/** The class that a check of phase 4 is about, if it is about one as a whole. */
export const classOf = ({ id }: Pick<Check, 'id'>): string => (id.startsWith(PREFIX) ? id.slice(PREFIX.length) : '');

/** @param ok whether the class holds, with all that is asked of it */
export function faultRow(entry: Entry, check: Check, ok: Check['ok'], fault: JsonObject): FaultRow {
  const name = classOf(check);
  const bound = typeof check.got === 'number' ? check.got : null;
  const [cycles, clean] = [numberAt(fault, 'cycles'), numberAt(fault, 'cycles_clean')];
  const [acked, lower, upper] = [
    numberAt(fault, 'acked'),
    numberAt(fault, 'lower95'),
    numberAt(fault, 'cycle_failure_upper95'),
  ];
  return {
    id: check.id,
    name,
    check: null,
    mark: okMark(ok),
    boundTone: okMark(check.ok).tone,
    bound: bound === null ? { text: 'no number' } : figure(bound, ['convergence_by_fault', name], boundInWords(bound)),
    nines: { shown: nines(lower), measured: nines(bound) },
    threshold: check.expected,
    acked: acked === null ? null : count(acked, ['faults', name, 'acked']),
    lower95: lower === null ? null : boundInWords(lower),
    cycles: cycles === null ? null : `${clean === null ? '?' : grouped(clean)} of ${grouped(cycles)}`,
    failure: upper === null ? null : upperInWords(upper),
    cyclesHref: pageOfCycles(entry, name),
    notInjected:
      fault.injected === false
        ? typeof fault.reason === 'string'
          ? fault.reason.slice(0, REASON_CHARS_MAX)
          : 'no reason given'
        : null,
  };
}

/** Of the four that the bar has room for. */
const nines = (share: number | null): number => (share === null ? 0 : Math.min(NINES_MAX, ninesOf(share)));

/** Null where its cycles have no page. */
export function pageOfCycles(entry: Entry, name: string): string | null {
  const file = cyclesFile(name);
  const isText = entry.verdict.artifacts.some((artifact) => artifact.file === file && artifact.state === 'text');
  return isText ? withBase(evidencePath(entry.id, file)) : null;
}
