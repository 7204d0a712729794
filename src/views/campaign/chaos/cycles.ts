// The cycles of one fault class, from the artifact that holds one line a cycle: as rows of a table, and those
// that are not clean with their reasons and the command that runs them again.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { textOf } from '../../../catalogue/texts.ts';
import type { Cycle } from '../../../contract/artifacts.ts';
import { figuresInText } from '../../../contract/figure-form.ts';
import { cyclesFile } from '../../../contract/names.ts';
import { cycleOf } from '../../../evidence/cycle-line.ts';
import { fewOf, leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { boundInWords, grouped, milliseconds } from '../../rounding.ts';
import { type Mark, okMark } from '../../words.ts';
import { lineHref } from '../raw.ts';
import { replayOfLine } from './replay.ts';

/** Read and counted; a campaign of fifty cycles a class is a gate. */
const LINES_MAX = 20_000;
const ROWS_MAX = 500;
const REASON_CHARS_MAX = 200;
const REASONS_MAX = 8;
const DETAIL_CHARS_MAX = 300;
const NODES_MAX = 9;
const ANOMALIES_MAX = 20;

export interface CycleLine {
  /** Where it stands in the artifact. */
  line: number;
  cycle: Cycle;
}

export interface CycleLines {
  name: string;
  lines: CycleLine[];
  /** Lines that hold no cycle of the known shape. */
  unreadable: number;
  /** The artifact goes on behind the lines that were read. */
  cut: boolean;
}

export interface CycleRow {
  name: string;
  cycle: number;
  line: number;
  mark: Mark;
  word: string;
  acked: string;
  refused: string;
  unknown: string;
  lost: string;
  /** Each anomaly with its count, and nodes with what is missing there. */
  found: string[];
  bound: string;
  window: string;
  converged: string;
  receipt: string;
  detail: string;
}

export interface UncleanCycle {
  id: string;
  name: string;
  cycle: number;
  reasons: string[];
  /** To the line, which gives the others. */
  moreReasons: Link | undefined;
  replay: string;
}

export const faultOfFile = (file: string): string | null => /^phase4-([a-z][a-z0-9_]*)\.jsonl$/.exec(file)?.[1] ?? null;

/** The lines of a class that can be believed; none where its artifact is missing, altered or no text. */
export function cycleLines(root: string, entry: Entry, name: string): CycleLines {
  const file = cyclesFile(name);
  const isText = entry.verdict.artifacts.some((artifact) => artifact.file === file && artifact.state === 'text');
  const text = isText ? textOf(root, entry, file) : '';
  const lines: CycleLine[] = [];
  let unreadable = 0;
  let from = 0;
  let line = 1;
  for (; from < text.length && line <= LINES_MAX; line++) {
    const end = text.indexOf('\n', from);
    const one = text.slice(from, end === -1 ? text.length : end);
    from = end === -1 ? text.length : end + 1;
    if (one.trim() === '') continue;
    const cycle = cycleOf(one);
    if (cycle === null) unreadable += 1;
    else lines.push({ line, cycle });
  }
  return { name, lines, unreadable, cut: from < text.length };
}

export const isClean = ({ cycle }: CycleLine): boolean => cycle.clean;

export const rowsOf = ({ name, lines }: CycleLines): { rows: CycleRow[]; more: number } => ({
  rows: lines.slice(0, ROWS_MAX).map((line) => rowOf(name, line)),
  more: Math.max(0, lines.length - ROWS_MAX),
});

function rowOf(name: string, { line, cycle }: CycleLine): CycleRow {
  const { bound, injected_ms, healed_ms, receipt } = cycle;
  const ok = okOf(cycle);
  return {
    name,
    cycle: cycle.cycle,
    line,
    mark: okMark(ok),
    word: ok === true ? 'clean' : ok === null ? 'undecided' : 'not clean',
    acked: grouped(cycle.acked),
    refused: grouped(cycle.refused),
    unknown: grouped(cycle.unknown),
    lost: cycle.lost === null ? 'not known' : grouped(cycle.lost),
    found: foundIn(cycle),
    bound: bound === null ? 'none' : boundInWords(bound),
    window:
      injected_ms === null || healed_ms === null
        ? 'none'
        : `${milliseconds(injected_ms)} to ${milliseconds(healed_ms)}`,
    converged: pairs(cycle.converged_ms, (time) => (time === null ? 'not in time' : milliseconds(time))),
    receipt: receipt === null ? 'none' : `${receipt.kind}, ${grouped(receipt.ops_in_window)} inside`,
    detail: receipt === null ? '' : figuresInText(receipt.detail.slice(0, DETAIL_CHARS_MAX)),
  };
}

function foundIn({ missing_by_node, anomalies = [] }: Cycle): string[] {
  const missing = offending(missing_by_node);
  const others = anomalies
    .filter(({ name }) => name !== 'lost' && name !== 'missing')
    .slice(0, ANOMALIES_MAX)
    .map(({ name, count }) => `${name.replaceAll('_', ' ')} ${grouped(count)}`);
  return [...(Object.keys(missing).length > 0 ? [`missing: ${pairs(missing, grouped)}`] : []), ...others];
}

/** False where something was found; a cycle of the first format named nothing, and its bound has to say it. */
function okOf({ clean, anomalies, bound, valid }: Cycle): boolean | null {
  if (clean) return true;
  if (anomalies === undefined || valid === undefined) return bound === null ? null : false;
  return anomalies.length > 0 ? false : null;
}

export function uncleanOf(root: string, entry: Entry, name: string, { cycle, line }: CycleLine): UncleanCycle {
  return {
    id: `cycle-${name}-${cycle.cycle}`,
    name,
    cycle: cycle.cycle,
    reasons: cycle.reasons.slice(0, REASONS_MAX).map((reason) => figuresInText(reason.slice(0, REASON_CHARS_MAX))),
    moreReasons: leftOut(
      cycle.reasons.length - REASONS_MAX,
      lineHref(entry, cyclesFile(name), line) ?? '#artifacts',
      'reasons',
    ),
    replay: replayOfLine(root, entry, name, cycle),
  };
}

const offending = (counts: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

const pairs = <T>(record: Readonly<Record<string, T>>, words: (value: T) => string): string =>
  fewOf(
    Object.entries(record).map(([node, value]) => `${node.slice(0, 20)} ${words(value)}`),
    NODES_MAX,
  ) || 'none';
