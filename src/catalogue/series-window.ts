// Every number of a series with what is there: the whole of it is what was meant to run, so a number without evidence
// counts among all, and can never be left out of "all of them passed".

import type { Entry } from './catalogue.ts';

export const NUMBER_STATES = ['passed', 'failed', 'incomplete', 'no evidence', 'not here'] as const;
export type NumberState = (typeof NUMBER_STATES)[number];

export interface SeriesNumber {
  ordinal: number;
  state: NumberState;
  /** Null where no campaign has the number. */
  entry: Entry | null;
}

export interface SeriesWindow {
  /** The newest numbers, oldest first. */
  numbers: SeriesNumber[];
  /** All numbers from the first to the last, however many. */
  total: number;
  counts: Record<NumberState, number>;
}

/** Drawn; every number beyond is counted. */
const NUMBERS_MAX = 400;

/** @param entries of one series, lowest number first; a series is taken to begin at 1 */
export function windowOf(entries: readonly Entry[]): SeriesWindow {
  const byNumber = worstByNumber(entries);
  const ordinals = [...byNumber.keys()];
  const [first, last] = [ordinals.reduce((a, b) => Math.min(a, b), 1), ordinals.reduce((a, b) => Math.max(a, b), 0)];
  const total = entries.length === 0 ? 0 : last - first + 1;
  const counts = Object.fromEntries(NUMBER_STATES.map((state) => [state, 0])) as SeriesWindow['counts'];
  for (const entry of byNumber.values()) counts[stateIn(entry)] += 1;
  counts['not here'] = total - byNumber.size;
  const shown = Math.min(total, NUMBERS_MAX);
  const numbers = Array.from({ length: shown }, (_, index): SeriesNumber => {
    const ordinal = last - shown + 1 + index;
    const entry = byNumber.get(ordinal) ?? null;
    return { ordinal, entry, state: entry ? stateIn(entry) : 'not here' };
  });
  return { numbers, total, counts };
}

const WORST_FIRST: readonly NumberState[] = ['failed', 'incomplete', 'no evidence', 'passed'];

/** Two ids may have one number, `-r1` and `-r01`: neither hides what the other shows. */
function worstByNumber(entries: readonly Entry[]): Map<number, Entry> {
  const rank = (entry: Entry) => WORST_FIRST.indexOf(stateIn(entry));
  const byNumber = new Map<number, Entry>();
  for (const entry of entries) {
    const known = byNumber.get(entry.ordinal ?? 0);
    if (!known || rank(entry) < rank(known)) byNumber.set(entry.ordinal ?? 0, entry);
  }
  return byNumber;
}

function stateIn({ verdict }: Entry): NumberState {
  if (verdict.outcome === 'PASS') return 'passed';
  if (verdict.outcome === 'FAIL') return 'failed';
  const isSilent = verdict.phases.every(({ status }) => status === 'NOT RUN' || status === 'NOT REACHED');
  return isSilent ? 'no evidence' : 'incomplete';
}
