// The first screen of a campaign that did not pass: what speaks against it, one line each with the way to its place
// on the page, and what to do next. The expected value and the evidence are in the phase.

import type { Entry } from '../../catalogue/catalogue.ts';
import { isControl } from '../../contract/controls.ts';
import { leftOut } from '../left-out.ts';
import type { Link } from '../link.ts';
import { SUBJECT } from './chaos/replay.ts';
import type { PhaseView } from './phase/phase.ts';

export interface Blockers {
  title: string;
  items: { text: string; got: string | null; href: string; tone: 'fail' | 'warn' | 'idle' }[];
  /** To the first of the others. */
  more: Link | undefined;
  next: string;
  commands: { text: string; command: string }[];
}

/** So many fit the first screen beside the decision and the next step. */
const ITEMS_MAX = 7;
const GOT_CHARS_MAX = 60;

/** Null for a campaign that passed: nothing speaks against it. */
export function blockersOf(entry: Entry, phases: readonly PhaseView[]): Blockers | null {
  const { outcome } = entry.verdict;
  if (outcome === 'PASS') return null;
  const ofPhases = phases.flatMap((phase) => itemsOf(phase, outcome === 'FAIL'));
  const all = ofPhases.length > 0 ? ofPhases : entry.verdict.reasons.map(ofWhole);
  return {
    title: outcome === 'FAIL' ? 'What failed' : 'What is missing',
    items: all.slice(0, ITEMS_MAX),
    more: leftOut(all.length - ITEMS_MAX, all[ITEMS_MAX]?.href ?? '', 'below'),
    next: nextStep(entry),
    commands: commandsOf(entry, phases),
  };
}

/** What failed where something did; else what is undecided, and phases that left no evidence to judge. */
function itemsOf({ number, words, mark, status, checks, reasons }: PhaseView, isFailed: boolean): Blockers['items'] {
  const open = checks.open.filter(({ rows }) => !isFailed || rows[0]?.ok === 'false');
  if (open.length > 0)
    return open.flatMap(({ before, after, rows }) => {
      const [first] = rows;
      if (!first) return [];
      const nodes = after === '' && rows.length === 1 ? '' : rows.map(({ node }) => node).join(', ');
      const got = first.got.slice(0, GOT_CHARS_MAX);
      // what a checker looked for is named by the check: that it should not be there needs no words
      const found = first.id.includes('.anomaly.')
        ? got
        : `expected ${first.expected.slice(0, GOT_CHARS_MAX)}, got ${got}`;
      const tone = first.ok === 'false' ? ('fail' as const) : ('warn' as const);
      return [{ text: `${before}${nodes}${after}`, got: found, href: `#${first.id}`, tone }];
    });
  if (isFailed || status === 'PASS') return [];
  const why = reasons[0]?.slice(0, GOT_CHARS_MAX * 3) ?? null;
  return [{ text: `${words.short}: ${mark.word.toLowerCase()}`, got: why, href: `#phase-${number}`, tone: 'warn' }];
}

/** What speaks against the folder as a whole: no phase says it. */
const ofWhole = (reason: string): Blockers['items'][number] => ({
  text: reason.slice(0, GOT_CHARS_MAX * 3),
  got: null,
  href: '#artifacts',
  tone: 'warn',
});

function nextStep({ head, verdict }: Entry): string {
  if (head.subject !== null && isControl(head.subject))
    return 'This is a control, run to test the harness: compare what failed with what it was expected to show.';
  return verdict.outcome === 'FAIL'
    ? 'Read the evidence behind the first line. Mend the cause, then run a gate campaign on the new build.'
    : 'Nothing is decided by this campaign. Find the missing evidence, or run the campaign again.';
}

function commandsOf(entry: Entry, phases: readonly PhaseView[]): Blockers['commands'] {
  const replay = phases.flatMap(({ chaos }) => chaos?.unclean?.drawn ?? [])[0]?.replay;
  const { subject } = entry.head;
  const isNamed = subject !== null && SUBJECT.test(subject) && !isControl(subject);
  return [
    ...(replay ? [{ text: 'See the first failing cycle again', command: replay }] : []),
    ...(isNamed
      ? [
          {
            text: 'Prove a new build',
            command: `npm run campaign -- --profile gate --subject ${subject} --binary PATH`,
          },
        ]
      : []),
  ];
}
