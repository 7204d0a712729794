// The list of all campaigns, in pages, and the strips that show a series at a glance.

import type { Catalogue, Entry } from '../../catalogue/catalogue.ts';
import { completionInRow } from '../../catalogue/completion.ts';
import { isControl } from '../../contract/controls.ts';
import { visible } from '../../contract/visible-text.ts';
import { firstOf, type Listed } from '../left-out.ts';
import { nameInWords } from '../name-in-words.ts';
import { PHASE_WORDS } from '../phase-words.ts';
import { grouped } from '../rounding.ts';
import { seriesHref } from '../series/address.ts';
import { campaignPath, withBase } from '../site.ts';
import { type Mark, markOf } from '../words.ts';

/** Rows, strips and choices share a page, which stays small where every name is as long as it may be. */
export const PAGE_ROWS = 200;
const STRIP_MAX = 60;
const STRIPS_MAX = 8;
const CHOICES_MAX = 200;
const CHOICE_CHARS_MAX = 80;

export interface ListRow {
  id: string;
  href: string;
  local: boolean;
  /** It is run to test this harness: its pass clears nothing. */
  control: boolean;
  outcome: string;
  mark: Mark;
  disputed: boolean;
  ref: string;
  profile: string;
  time: string;
  evidence: string;
  phases: { number: number; status: string; mark: Mark; title: string }[];
}

export function listRow({ id, local, head, verdict }: Entry): ListRow {
  return {
    id,
    href: withBase(campaignPath(id)),
    local,
    control: isControl(head.subject ?? ''),
    outcome: verdict.outcome,
    mark: markOf(verdict.outcome),
    disputed: verdict.claim.disputed,
    ref: head.ref === null ? 'not recorded' : nameInWords(head.ref),
    profile: head.profile === null ? 'not recorded' : nameInWords(head.profile),
    time: completionInRow(head),
    evidence: evidenceInWords(verdict.artifacts.filter(({ bytes }) => bytes !== null)),
    phases: verdict.phases.map(({ phase, status }) => ({
      number: phase,
      status,
      mark: markOf(status),
      title: `${PHASE_WORDS[phase].short}: ${markOf(status).word}`,
    })),
  };
}

function evidenceInWords(artifacts: Entry['verdict']['artifacts']): string {
  const marked = ['reconstructed', 'transcribed'].filter((kind) =>
    artifacts.some(({ provenance }) => provenance === kind),
  );
  return [`${grouped(artifacts.length)} ${artifacts.length === 1 ? 'file' : 'files'}`, ...marked].join(', ');
}

export interface Strip {
  series: string;
  href: string;
  cells: { href: string; text: string; mark: Mark; disputed: boolean }[];
  earlier: number;
  /** `12 pass, 3 fail, 2 incomplete`. */
  tally: string;
}

/** One strip a series, oldest to newest, the series with the newest campaign first. */
export function strips({ entries }: Catalogue): Listed<Strip> {
  const bySeries = Map.groupBy(
    entries.filter(({ series, local }) => series !== null && !local),
    ({ series }) => series ?? '',
  );
  const { rows, more } = firstOf([...bySeries], STRIPS_MAX, withBase('campaigns/'), 'series');
  const drawn = rows.map(([series, members]) => {
    const shown = members.toSorted((a, b) => (a.ordinal ?? 0) - (b.ordinal ?? 0)).slice(-STRIP_MAX);
    return {
      series,
      href: seriesHref(series),
      earlier: members.length - shown.length,
      tally: tallyOf(members),
      cells: shown.map(({ id, ordinal, verdict }) => ({
        href: withBase(campaignPath(id)),
        text: `r${ordinal}`,
        mark: markOf(verdict.outcome),
        disputed: verdict.claim.disputed,
      })),
    };
  });
  return { rows: drawn, more };
}

export function tallyOf(entries: readonly Entry[]): string {
  const outcomes = Map.groupBy(entries, ({ verdict }) => verdict.outcome);
  const parts = (['PASS', 'FAIL', 'INCOMPLETE'] as const).flatMap((outcome) => {
    const count = outcomes.get(outcome)?.length ?? 0;
    return count === 0 ? [] : [`${grouped(count)} ${markOf(outcome).word.toLowerCase()}`];
  });
  const disputed = entries.filter(({ verdict }) => verdict.claim.disputed).length;
  return [...parts, ...(disputed > 0 ? [`${grouped(disputed)} disputed`] : [])].join(', ') || 'none';
}

export type Choices = Record<'series' | 'ref' | 'profile', { options: string[]; more: number }>;

/** What the filters offer. */
export function choices({ entries }: Catalogue): Choices {
  const distinct = (pick: (entry: Entry) => string | null) => {
    const all = [...new Set(entries.flatMap((entry) => pick(entry) ?? []))];
    // what is not shown as it is could not be chosen: the search finds it
    const options = all.filter((one) => one.length <= CHOICE_CHARS_MAX && visible(one) === one).slice(0, CHOICES_MAX);
    return { options, more: all.length - options.length };
  };
  return {
    series: distinct(({ series }) => series),
    ref: distinct(({ head }) => head.ref),
    profile: distinct(({ head }) => head.profile),
  };
}
