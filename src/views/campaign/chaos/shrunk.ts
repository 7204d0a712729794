// The cycles of a campaign that were made smaller: what is left of each, how often that reproduces, and the steps by which
// a person follows it. Such a file comes later than the campaign, and no check is made of it.

import type { Entry } from '../../../catalogue/catalogue.ts';
import { documentOf } from '../../../catalogue/texts.ts';
import { figuresInText } from '../../../contract/figure-form.ts';
import { scheduleInWords, schedulesIn } from '../../../contract/schedule-words.ts';
import { type HandStep, type Rate, type Shrink, shrinkSchema, shrunkCycleOf } from '../../../contract/shrink.ts';
import { leftOut } from '../../left-out.ts';
import type { Link } from '../../link.ts';
import { boundInWords, upperInWords } from '../../rounding.ts';
import { lineHref } from '../raw.ts';

export interface ShrunkView {
  id: string;
  name: string;
  cycle: number;
  file: string;
  href: string;
  sentence: string;
  /** How it was found, in one sentence. */
  search: string;
  steps: HandStep[];
  moreSteps: Link | undefined;
  notByHand: string | null;
}

export interface ShrunkCycles {
  rows: ShrunkView[];
  /** Files with other results of the campaign. */
  more: Link | undefined;
  /** Files that cannot be read as one, in words. */
  problems: string[];
}

/** So many stand on a campaign page; each file is listed among the artifacts. */
const SHOWN_MAX = 4;
const FILES_MAX = 40;
const STEPS_MAX = 60;
const COMMANDS_MAX = 24;
/** Of the commands of one result together: a page has to stay light. */
const COMMAND_CHARS_MAX = 20_000;
const WORDS_CHARS_MAX = 600;

export function shrunkCycles(root: string, entry: Entry): ShrunkCycles | null {
  const files = entry.verdict.artifacts.flatMap(({ file, state }) => {
    const of = shrunkCycleOf(file);
    return of === null ? [] : [{ file, state, ...of }];
  });
  if (files.length === 0) return null;
  const rows: ShrunkView[] = [];
  const problems: string[] = [];
  for (const { file, state, fault, cycle } of files.slice(0, FILES_MAX)) {
    const found = state === 'document' ? shrinkSchema.safeParse(documentOf(root, entry, file, [])).data : undefined;
    if (found?.class === fault && found.cycle === cycle) {
      if (rows.length < SHOWN_MAX) rows.push(viewOf(entry, file, found));
    } else problems.push(`${file} is no result for cycle ${cycle} of ${fault} that can be read.`);
  }
  const left = files.length - rows.length - problems.length;
  return { rows, problems: problems.slice(0, SHOWN_MAX), more: leftOut(left, '#artifacts', 'made smaller') };
}

/** By class and cycle, the place where it was made smaller; the first where there are several. */
export const shrunkHref = (shrunk: ShrunkCycles | null, name: string, cycle: number): string | null => {
  const found = shrunk?.rows.find((row) => row.name === name && row.cycle === cycle);
  return found ? `#${found.id}` : null;
};

function viewOf(entry: Entry, file: string, found: Shrink): ShrunkView {
  const href = lineHref(entry, file, null) ?? '#artifacts';
  const { steps, left } = shownSteps(found.steps);
  const { original, smallest, confirmed, tried, least_rate, ended } = found;
  return {
    id: file.replace(/\.json$/, ''),
    name: found.class,
    cycle: found.cycle,
    ...{ file, href },
    sentence: figuresInText(
      `What is left of it still shows ${found.anomaly} in ${rateInWords(confirmed)} fresh trials: ${scheduleInWords(smallest)}.`,
    ),
    search: figuresInText(
      `Recorded with ${scheduleInWords(original)}. ${schedulesIn(tried)} schedules were tried; a smaller one was kept where at least ${boundInWords(least_rate)} of ${found.trials_each} trials reproduced. It ended since ${ended}.`,
    ),
    steps,
    moreSteps: leftOut(left, href, 'steps'),
    notByHand: found.not_by_hand === null ? null : `Not by hand: ${found.not_by_hand.slice(0, WORDS_CHARS_MAX)}.`,
  };
}

function shownSteps(all: readonly HandStep[]): { steps: HandStep[]; left: number } {
  let chars = 0;
  const steps: HandStep[] = [];
  for (const { does, commands } of all.slice(0, STEPS_MAX)) {
    chars += commands.reduce((sum, line) => sum + line.length, 0);
    if (chars > COMMAND_CHARS_MAX || commands.length > COMMANDS_MAX) break;
    steps.push({ does: figuresInText(does.slice(0, WORDS_CHARS_MAX)), commands });
  }
  return { steps, left: all.length - steps.length };
}

function rateInWords({ reproduced, trials, lower95, upper95 }: Rate): string {
  const interval =
    lower95 === null || upper95 === null ? '' : ` (95 %: ${boundInWords(lower95)} to ${upperInWords(upper95)})`;
  return `${reproduced} of ${trials}${interval}`;
}
