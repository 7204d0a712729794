// What a build says on the terminal: one line for each problem, and one for the whole.

import type { Catalogue } from '../catalogue/catalogue.ts';

export function reportLines({ problems, entries }: Catalogue): string[] {
  return [...problems, ...entries.flatMap(entryLines)];
}

export function summaryLine({ entries }: Catalogue): string {
  const count = (outcome: string) => entries.filter(({ verdict }) => verdict.outcome === outcome).length;
  const disputed = entries.filter(({ verdict }) => verdict.claim.disputed).length;
  const campaigns = `${entries.length} ${entries.length === 1 ? 'campaign' : 'campaigns'}`;
  return `${campaigns}: ${count('PASS')} PASS, ${count('FAIL')} FAIL, ${count('INCOMPLETE')} INCOMPLETE; ${disputed} disputed`;
}

function entryLines({ id, verdict, leftOut }: Catalogue['entries'][number]): string[] {
  return [
    ...leftOut.map(({ name, why }) => `${id}/${name}: left out, ${why}`),
    ...verdict.artifacts.flatMap(({ departs, why }) => {
      const detail = departs?.detail ?? why?.detail;
      return detail ? [`${id}: ${oneLine(detail)}`] : [];
    }),
    ...verdict.notes.map((note) => `${id}: ${oneLine(note)}`),
  ];
}

/** Artifacts are hostile text: no control character of theirs reaches the terminal. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are exactly what is taken out
const oneLine = (text: string): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, 400);
