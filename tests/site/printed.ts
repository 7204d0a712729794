// What a page prints as text, without what it shows of raw evidence, and the figures in it.

import { DECIMALS_MAX } from '../../src/contract/figure-form.ts';

/** Text as somebody else wrote it, what somebody types, and what is no text. */
const QUOTED =
  /<(pre|code|script|style|title|desc)\b[^>]*>.*?<\/\1>|<(?:p|span) class="[^"]*\bhash\b[^"]*">.*?<\/(?:p|span)>/gs;
const TAG = /<(?:[^>"']|"[^"]*"|'[^']*')*>/g;

/** The runs of text of a page, each between two tags. */
export const printedRuns = (html: string): string[] =>
  html
    .slice(html.indexOf('<main'), html.indexOf('</main>'))
    .replace(QUOTED, '<i>')
    .split(TAG)
    .map((text) => text.replace(/\s+/g, ' ').trim())
    .filter((text) => /\d/.test(text));

const NAME = '(?:id|line|pid|pids|port|process|run|seed|sha256|Node|version)';
/** Whole numbers of four digits or more that stand by themselves: no date, place, id, version or part of a name. */
const UNGROUPED = new RegExp(`(?<![\\w.,:/#…+=-]|\\b${NAME} )\\d{4,}(?:\\.\\d+)?(?![\\w…]|[-:.]\\w)`, 'g');
const TOO_FINE = new RegExp(`\\d\\.\\d{${DECIMALS_MAX + 1},}`, 'g');

/** Figures in a second form. */
export const secondForms = (text: string): string[] => [
  ...(text.match(UNGROUPED) ?? []),
  ...(text.match(TOO_FINE) ?? []),
];
