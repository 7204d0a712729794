// Two campaigns side by side: checks fixed, broken, still broken and run in one only, findings, and figures with
// their intervals. Made from plain values, so that a build and a browser print the same tables.

import { type Asserted, type ChangedCheck, type Changes, changesBetween, type Side } from '../../catalogue/compare.ts';
import { completionInRow, completionOf } from '../../catalogue/completion.ts';
import { type Difference, differencesBetween, type Figure, intervalOf } from '../../catalogue/figures-in.ts';
import type { DefectState } from '../../catalogue/findings-in.ts';
import type { Outcome } from '../../contract/verdict.ts';
import { aroundNodes, byEqualNodes, nodeOf } from '../campaign/phase/equal-nodes.ts';
import { gotOf } from '../campaign/phase/got.ts';
import { type Cell, type Ledger, type LedgerRow, numbers, words } from '../ledger.ts';
import { leftOut } from '../left-out.ts';
import { nameInWords } from '../name-in-words.ts';
import { boundInWords, grouped, milliseconds, upperInWords } from '../rounding.ts';
import { counted, type Mark, markOf, okMark, sentence } from '../words.ts';

/** A campaign as it is compared. */
export interface Compared extends Side {
  id: string;
  /** Of its page. */
  href: string;
  ref: string | null;
  completed_at: string | null;
  outcome: Outcome;
  figures: readonly Figure[];
}

export interface ComparisonView {
  title: string;
  sentence: string;
  sides: { role: string; id: string; href: string; mark: Mark; note: string }[];
  ledgers: Ledger[];
}

const ROWS_MAX = 100;
/** What was decided in one of the two only is rarely read, and often long. */
const IN_ONE_MAX = 12;
/** One a phase, and one a node. */
const FLAGS_MAX = 30;

export function comparisonView(before: Compared, after: Compared): ComparisonView {
  const changes = changesBetween(before, after);
  const differences = differencesBetween(before.figures, after.figures);
  const checks = (caption: string, changed: readonly ChangedCheck[], rows_max = ROWS_MAX) =>
    checksLedger(caption, changed, [before, after], rows_max);
  return {
    title: `What changed from ${before.id} to ${after.id}`,
    sentence: changesInWords(changes),
    sides: [sideOf('Before', before), sideOf('After', after)],
    ledgers: [
      checks('Fixed: false before, true now', changes.fixed),
      checks('Broken: true before, false now', changes.broken),
      checks('Still broken: false in both', changes.stillBroken),
      findingsLedger(changes.findings, [before, after]),
      figuresLedger(differences, after),
      checks('Decided in one of the two only', changes.inOne, IN_ONE_MAX),
    ].filter((ledger) => ledger.rows.length > 0),
  };
}

/** `Checks: 2 fixed, 0 broken, ...` */
export function changesInWords({ fixed, broken, stillBroken, inOne, held, findings }: Changes): string {
  const { fresh, firstLookedFor, gone, remaining, notLookedFor } = findings;
  const inOneOnly = firstLookedFor.length + notLookedFor.length;
  const number = (all: readonly unknown[]) => grouped(all.length);
  const checks = `Checks: ${number(fixed)} fixed, ${number(broken)} broken, ${number(stillBroken)} still broken, ${grouped(held)} held in both, ${number(inOne)} decided in one only.`;
  const lost = inOneOnly > 0 ? `, ${grouped(inOneOnly)} looked for in one only` : '';
  return `${checks} Findings: ${number(fresh)} new, ${number(gone)} gone, ${number(remaining)} still there${lost}.`;
}

const sideOf = (role: string, { id, href, ref, outcome, completed_at }: Compared): ComparisonView['sides'][number] => ({
  role,
  id,
  href,
  mark: markOf(outcome),
  note: [
    ref === null ? 'no ref recorded' : nameInWords(ref),
    completionInRow({ completed_at, ...completionOf(completed_at, Date.now()) }),
  ].join(', '),
});

/** What an artifact says of itself is no change beside its cause. */
const isPassFlag = ({ id }: ChangedCheck): boolean => id.endsWith('.pass_flag');

function checksLedger(
  caption: string,
  changed: readonly ChangedCheck[],
  sides: [Compared, Compared],
  rows_max: number,
): Ledger {
  const found = changed.filter((check) => !isPassFlag(check));
  const flags = changed.filter(isPassFlag);
  const [listed, beside] = found.length > 0 ? [found, flags] : [flags, []];
  const rows = checkRows(listed, sides);
  const flagRows = checkRows(beside, sides);
  // the sentence above counts checks: where nodes share a row, it is said how many there are
  const shared =
    listed.length > rows.length ? `, ${counted(listed.length, 'check')} in ${counted(rows.length, 'row')}` : '';
  return {
    caption: `${caption}${shared}`,
    isProse: true,
    columns: words('Check', 'Expected', 'Before', 'After'),
    rows: rows.slice(0, rows_max),
    more: leftOut(rows.length - rows_max, sides[1].href, 'rows of checks, on the pages of both campaigns'),
    ...(beside.length > 0
      ? {
          folded: {
            summary: `${sentence(counted(beside.length, 'pass flag'))} that artifacts give themselves`,
            rows: flagRows.slice(0, FLAGS_MAX),
            ...(flagRows.length > FLAGS_MAX ? { asides: [`and ${grouped(flagRows.length - FLAGS_MAX)} more`] } : {}),
          },
        }
      : {}),
    note: null,
  };
}

/** Three equal nodes are one row until they differ. */
function checkRows(checks: readonly ChangedCheck[], [before, after]: [Compared, Compared]): LedgerRow[] {
  const said = (check: Asserted | null) => check && [check.ok, shortly(check)];
  const same = byEqualNodes(checks, ({ expected, before, after }) => [expected, said(before), said(after)]);
  return same.map((members) => ({
    mark: okMark(members[0]?.after?.ok ?? null),
    head: headOf(members),
    cells: [
      { text: members[0]?.expected ?? '' },
      foundCell(
        before.href,
        members.map((check) => check.before),
      ),
      foundCell(
        after.href,
        members.map((check) => check.after),
      ),
    ],
  }));
}

function headOf(members: readonly ChangedCheck[]): string {
  const [first] = members;
  if (first && members.length === 1 && isPassFlag(first))
    return `${first.id.replace(/\.pass_flag$/, '')}: ${first.label}`;
  const { before, after } = aroundNodes(members);
  return members.length === 1 ? before : `${before}${members.map(({ id }) => nodeOf(id)).join(', ')}${after}`;
}

/** What was found, and the way to each check of it. */
function foundCell(page: string, found: readonly (Asserted | null)[]): Cell {
  const [first, ...others] = found.filter((check) => check !== null);
  if (!first) return { text: 'no such check', tone: 'idle' };
  const [text, tone] = [shortly(first), toneOf(first.ok)];
  const hrefOf = ({ id }: Asserted) => `${page}#${id}`;
  if (others.length === 0) return { text, href: hrefOf(first), ...tone };
  return {
    text,
    links: [first, ...others].map((check) => ({ text: nodeOf(check.id) ?? '', href: hrefOf(check) })),
    ...tone,
  };
}

/** As the page of its campaign has it. */
const shortly = (check: Asserted): string => gotOf(check).got;

const toneOf = (ok: boolean | null): Pick<Cell, 'tone'> =>
  ok === true ? {} : { tone: ok === false ? 'fail' : 'warn' };

function findingsLedger(found: Changes['findings'], [before, after]: [Compared, Compared]): Ledger {
  const row =
    (words: string, mark: Mark, { href }: Compared) =>
    (finding: DefectState) => ({
      mark,
      // a tick before the words of a defect would be taken for one that holds
      head: mark.tone === 'pass' ? `No longer: ${finding.words}` : sentence(finding.words),
      cells: [{ text: words, href: `${href}#${finding.at}` }],
    });
  const all = [
    ...found.fresh.map(row('new', okMark(false), after)),
    ...found.firstLookedFor.map(row('found, not looked for before', okMark(false), after)),
    ...found.remaining.map(row('still there', okMark(false), after)),
    ...found.gone.map(row('gone: looked for, not found', okMark(true), before)),
    ...found.notLookedFor.map(row('not looked for again', okMark(null), before)),
  ];
  return {
    caption: 'Findings',
    isProse: true,
    columns: words('Defect', 'Since before'),
    rows: all.slice(0, ROWS_MAX),
    more: leftOut(all.length - ROWS_MAX, after.href, 'findings, on the pages of both campaigns'),
    note: null,
  };
}

const figuresLedger = (differences: readonly Difference[], { href }: Compared): Ledger => ({
  caption: 'Figures',
  columns: [...words('Figure'), ...numbers('Before', 'After'), ...words('Difference')],
  rows: differences.slice(0, ROWS_MAX).map(({ label, before, after, exceeds }) => ({
    mark: null,
    head: label,
    cells: [{ text: figureInWords(before) }, { text: figureInWords(after) }, differenceInWords(before, after, exceeds)],
  })),
  more: leftOut(differences.length - ROWS_MAX, href, 'figures, on the pages of both campaigns'),
  note:
    'In brackets the limits of a share, with 95 % confidence, as if its writes or cycles were independent. Two shares ' +
    'differ where their limits do not overlap. Times, and shares without a number of trials, have no limits.',
});

function figureInWords(figure: Figure | null): string {
  if (figure === null) return 'not recorded';
  if (figure.kind === 'milliseconds') return `${milliseconds(figure.value)} ms`;
  const interval = intervalOf(figure);
  const limits = interval && ` (${boundInWords(interval.lower)} to ${upperInWords(interval.upper)})`;
  return `${boundInWords(figure.value)}${limits ?? ''}`;
}

function differenceInWords(before: Figure | null, after: Figure | null, exceeds: boolean | null): Cell {
  if (before === null || after === null) return { text: 'in one only', tone: 'idle' };
  if (before.value === after.value) return { text: 'none' };
  if (exceeds === null) return { text: 'no limits to compare', tone: 'idle' };
  return exceeds ? { text: 'beyond both limits', tone: 'warn' } : { text: 'within the limits' };
}
