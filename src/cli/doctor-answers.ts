// What the doctor found, as people read it: first what it comes to, then what can be tested and broken here, then
// what that rests on. No line is longer than a screen.

import { styleText } from 'node:util';
import { visibleLine } from '../contract/visible-text.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';

/** The subject that every machine has. */
const REFERENCE = 'reference';
const stream = process.stdout;

export interface Answer {
  what: string;
  name: string;
  available: boolean;
  /** Why not, or what was found. */
  detail: string;
}

/** Everything that a campaign with the four default classes needs, with the subject that every machine has. */
export function canRunACampaign(answers: readonly Answer[]): boolean {
  const wanted = [
    ['network', 'proxy'],
    ['subject', REFERENCE],
    [`phase 3 with ${REFERENCE}`, 'postgres'],
    ...defaultFaults().map((fault) => [`fault with ${REFERENCE}`, fault]),
  ];
  return wanted.every(([what, name]) => answers.some((one) => one.what === what && one.name === name && one.available));
}

/** What people come for; whatever else was asked follows in the order of asking. */
const FIRST = ['subject', 'fault with ', 'phase 3 with ', 'network', 'postgres'];

export function answersInWords(answers: readonly Answer[]): string {
  const whole = canRunACampaign(answers) ? 'can run' : 'cannot run';
  const groups = [...Map.groupBy(answers, ({ what }) => what)].toSorted(([a], [b]) => rankOf(a) - rankOf(b));
  const lines = groups.flatMap(([what, ones]) => [styleText('bold', what, { stream }), ...ones.flatMap(linesOf)]);
  return [`This machine ${whole} whole campaigns against the embedded reference cluster.`, '', ...lines].join('\n');
}

function rankOf(what: string): number {
  const rank = FIRST.findIndex((first) => what === first || (first.endsWith(' ') && what.startsWith(first)));
  return rank === -1 ? FIRST.length : rank;
}

const LINE_CHARS_MAX = 100;
const NAME_CHARS = 24;
const DETAIL_AT = '  yes  '.length + NAME_CHARS + 1;

/** The detail goes on below itself where it needs more than a line. */
function linesOf({ name, available, detail }: Answer): string[] {
  const mark = styleText(available ? 'green' : 'red', available ? 'yes' : 'no ', { stream });
  const [first = '', ...more] = wrapped(visibleLine(detail), LINE_CHARS_MAX - DETAIL_AT);
  return [`  ${mark}  ${name.padEnd(NAME_CHARS)} ${first}`, ...more.map((line) => `${' '.repeat(DETAIL_AT)}${line}`)];
}

/** At spaces, and inside a word that no line holds. */
export function wrapped(text: string, chars_max: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').flatMap((one) => one.match(new RegExp(`.{1,${chars_max}}`, 'gu')) ?? [''])) {
    if (line !== '' && line.length + 1 + word.length > chars_max) {
      lines.push(line);
      line = word;
    } else line = line === '' ? word : `${line} ${word}`;
  }
  return [...lines, line];
}
