// One campaign in Markdown: for the summary of a job, and for a comment under a proposed change.

import { boundInWords, grouped, milliseconds } from '../../views/rounding.ts';
import { markOf, okMark } from '../../views/words.ts';
import { attemptsInWords } from '../attempts.ts';
import type { Figures } from '../class-figures.ts';
import { countOf, type Report, type ReportCase } from '../report.ts';
import { heading, link, paragraph, prose, strong, table, value } from './nodes.ts';
import type { Block } from './tree.ts';

export interface Summarized {
  report: Report;
  classes: readonly Figures[];
  /** By phase, from the first. */
  statuses: readonly ('PASS' | 'FAIL' | 'UNREADABLE' | 'INCONCLUSIVE' | 'NOT REACHED' | 'NOT RUN')[];
  /** What the release is, in a sentence; null where the campaign is part of none. */
  decision: string | null;
}

const FINDINGS_MAX = 50;
const REASONS_MAX = 12;

export function summaryBlocks({ report, classes, statuses, decision }: Summarized): Block[] {
  return [
    ...headBlocks(report, decision),
    table(
      ['Phase', 'Status', 'Checks that hold', 'false', 'unknown'],
      report.suites.slice(1).map(({ title, cases }, index) => {
        const { glyph, word } = markOf(statuses[index] ?? 'NOT RUN');
        const count = (state: ReportCase['state']) => prose(String(countOf(cases.slice(1), state)));
        return [prose(title), prose(`${glyph} ${word}`), count('passed'), count('failed'), count('unknown')];
      }),
    ),
    ...openBlocks('What failed', openCases(report, 'failed')),
    ...openBlocks('What is not known', openCases(report, 'unknown')),
    ...classBlocks(classes),
    ...findingBlocks(report),
    ...attemptBlocks(report),
  ];
}

function headBlocks(
  { id, outcome, disputed, subject, ref, profile, page, reasons }: Report,
  decision: string | null,
): Block[] {
  const { glyph, word } = markOf(outcome);
  const what = [subject ?? 'subject not recorded', ref ?? 'ref not recorded', profile ?? 'profile not recorded'];
  return [
    heading(2, `${glyph} ${word}: ${id}`),
    paragraph(
      ...what.flatMap((one, index) => [...(index > 0 ? prose(', ') : []), value(one)]),
      ...prose('.'),
      ...(page === null ? [] : [...prose(' Evidence: '), ...link('campaign page', page), ...prose('.')]),
    ),
    ...(decision === null ? [] : [paragraph(strong('The release'), ...prose(`: ${decision}`))]),
    ...(disputed ? [paragraph(strong('Disputed'), ...prose(': its own summary claims otherwise.'))] : []),
    ...(reasons.length === 0 ? [] : [paragraph(...prose(`Why: ${reasons.slice(0, REASONS_MAX).join('; ')}.`))]),
  ];
}

/** Checks; of a phase without any such check, the phase itself. */
const openCases = ({ suites }: Report, wanted: ReportCase['state']): ReportCase[] =>
  suites.slice(1).flatMap(({ cases: [whole, ...checks] }) => {
    const open = checks.filter(({ state }) => state === wanted);
    return open.length === 0 && whole?.state === wanted ? [whole] : open;
  });

function openBlocks(title: string, cases: readonly ReportCase[]): Block[] {
  if (cases.length === 0) return [];
  const rows = cases.map((one) => [
    prose(okMark(one.state === 'failed' ? false : null).glyph),
    prose(one.label),
    [value(one.expected)],
    [value(one.got)],
    one.file === null ? [] : [value(one.line === null ? one.file : `${one.file}:${one.line}`)],
  ]);
  return [heading(3, `${title} (${cases.length})`), table(['', 'Check', 'Expected', 'Found', 'Evidence'], rows)];
}

function classBlocks(classes: readonly Figures[]): Block[] {
  if (classes.length === 0) return [];
  const cell = (number: number | null, words: (number: number) => string) =>
    number === null ? prose('not recorded') : [value(words(number))];
  const rows = classes.map(({ fault, figures }) => [
    [value(fault)],
    cell(figures.convergence_bound, boundInWords),
    cell(figures.convergence_bound_lower95, boundInWords),
    cell(figures.acked_writes, grouped),
    cell(figures.cycles, grouped),
    cell(figures.cycles_clean, grouped),
    cell(figures.convergence_p95_seconds, (seconds) => milliseconds(seconds * 1000)),
  ]);
  return [
    heading(3, 'Chaos by fault class'),
    table(
      ['Fault class', 'Bound', 'Lower limit, 95 %', 'Acked writes', 'Cycles', 'clean', 'Convergence p95, ms'],
      rows,
    ),
  ];
}

function findingBlocks({ findings }: Report): Block[] {
  if (findings.length === 0) return [];
  const rows = findings
    .slice(0, FINDINGS_MAX)
    .map(({ id, words, promised }) => [
      [value(id)],
      prose(words),
      prose(promised === true ? 'promised not to happen' : promised === false ? 'not promised' : 'no promise known'),
    ]);
  return [heading(3, `Findings (${findings.length})`), table(['Finding', 'What it is', 'Promise'], rows)];
}

function attemptBlocks(report: Report): Block[] {
  const said = attemptsInWords(report);
  if (said.length === 0) return [];
  return [heading(3, 'Attempts'), ...said.map((one) => paragraph(...prose(one)))];
}
