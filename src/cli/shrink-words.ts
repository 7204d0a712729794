// What `npm run shrink` says while it runs, a line for each schedule, and in the end.

import { styleText } from 'node:util';
import { scheduleInWords, schedulesIn } from '../contract/schedule-words.ts';
import type { Rate, Shrink, ShrinkStep } from '../contract/shrink.ts';
import { visibleLine } from '../contract/visible-text.ts';
import { clock } from './progress/words.ts';

interface Beginning {
  id: string;
  fault: string;
  cycle: number;
  anomaly: string;
  minutes: number;
}

const LINE_CHARS_MAX = 400;
const CLOCK_CHARS = '12:07'.length;

export function shrinkProgress(say: (text: string) => void, beginning: Beginning) {
  const { id, fault, cycle, anomaly, minutes } = beginning;
  const began = performance.now();
  let step = 0;
  say(
    `${id}, ${fault} cycle ${cycle}: the smallest schedule that still shows ${anomaly}, in ${minutes} minutes at most`,
  );
  return {
    began({ what }: { what: string }): void {
      step += 1;
      say(visibleLine(`${clock(performance.now() - began).padStart(CLOCK_CHARS)}  ${step}  ${what}`, LINE_CHARS_MAX));
    },
    ended({ kept, reasons, ...rate }: ShrinkStep): void {
      const instead = kept ? '' : reasons[0] === undefined ? '' : `; ${visibleLine(reasons[0], LINE_CHARS_MAX)}`;
      const word = kept ? painted('green', 'still fails') : painted('yellow', 'not kept');
      say(`         ${word}, reproduced in ${rateInWords(rate)}${instead}`);
    },
  };
}

export function wordsOfResult({
  tried,
  original,
  smallest,
  confirmed,
  steps,
  ended,
  not_by_hand,
  ...rest
}: Shrink): string {
  return [
    '',
    `${rest.campaign_id}, ${rest.class} cycle ${rest.cycle}: ${rest.anomaly}`,
    `  recorded ${scheduleInWords(original)}`,
    `  smallest ${scheduleInWords(smallest)}`,
    `  it reproduces in ${rateInWords(confirmed)} fresh trials; ${schedulesIn(tried)} schedules were tried; ${ended}`,
    ...(not_by_hand === null ? [] : [`  not by hand: ${not_by_hand}`]),
    '',
    ...steps.flatMap(({ does, commands }, i) => [`${i + 1}. ${does}`, ...commands.map((line) => `     ${line}`)]),
    '',
  ].join('\n');
}

function rateInWords({ reproduced, trials, lower95, upper95 }: Rate): string {
  const interval =
    lower95 === null || upper95 === null ? '' : ` (95 %: ${lower95.toFixed(2)} to ${upper95.toFixed(2)})`;
  return `${reproduced} of ${trials}${interval}`;
}

const painted = (style: 'green' | 'yellow', text: string): string => styleText(style, text, { stream: process.stderr });
