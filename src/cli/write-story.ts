// What happened to one write, on the terminal: the lines of its page.

import { endingInWords } from '../history/story.ts';
import type { FoundWrite } from '../recheck/write.ts';
import { faultOfCycle } from '../views/campaign/ops/fault-of-cycle.ts';
import { stagesInWords } from '../views/campaign/timeline/timeline-head.ts';
import { milliseconds } from '../views/rounding.ts';

const NUMBER_WIDTH = 4;
const TIME_WIDTH = 9;

export function writeStoryLines({ file, story }: FoundWrite): string[] {
  const { key, cycle, steps, stages, fault, not_recorded } = story;
  const injected = faultOfCycle(fault);
  const staged = stagesInWords(stages);
  return [
    `${key}: ${file}, cycle ${cycle}`,
    endingInWords(story),
    ...(injected === null ? [] : [`The fault of the cycle: ${injected}`]),
    'Milliseconds since the cycle began:',
    ...steps.map(
      ({ at_ms, words, digest }, index) =>
        `${String(index + 1).padStart(NUMBER_WIDTH)}${milliseconds(at_ms).padStart(TIME_WIDTH)}  ${words}${digest === null ? '' : ` [${digest}]`}`,
    ),
    ...(staged === null ? [] : [staged]),
    ...(not_recorded.length === 0 ? [] : [`Not recorded in this history: ${not_recorded.join(', ')}.`]),
  ].map(printable);
}

/** A history is a stranger's text: no control character of it reaches the terminal. */
const printable = (line: string): string => line.replace(UNPRINTABLE, ' ');

// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is taken out
const UNPRINTABLE = /[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]+/g;
