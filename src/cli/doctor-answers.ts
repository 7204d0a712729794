// What the doctor found, as people read it.

import { styleText } from 'node:util';
import { visibleLine } from '../contract/visible-text.ts';
import { defaultFaults } from '../runner/nemesis/classes.ts';

/** The subject that every machine has. */
export const REFERENCE = 'reference';
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

/** Grouped by what was asked after, and at the end what it comes to. */
export function answersInWords(answers: readonly Answer[]): string {
  const groups = [...Map.groupBy(answers, ({ what }) => what)];
  const lines = groups.flatMap(([what, ones]) => [styleText('bold', what, { stream }), ...ones.map(lineOf)]);
  const whole = canRunACampaign(answers) ? 'can run' : 'cannot run';
  return [...lines, '', `This machine ${whole} whole campaigns against the embedded reference cluster.`].join('\n');
}

function lineOf({ name, available, detail }: Answer): string {
  const mark = styleText(available ? 'green' : 'red', available ? 'yes' : 'no ', { stream });
  return `  ${mark}  ${name.padEnd(24)} ${visibleLine(detail)}`;
}
