// What a build says on the terminal: one line for each problem, and one for the whole.

import type { Catalogue } from '../catalogue/catalogue.ts';
import { visibleLine } from '../contract/visible-text.ts';

export function reportLines({ problems, entries }: Catalogue): string[] {
  return [...problems, ...entries.flatMap(entryLines)];
}

export function summaryLine({ entries }: Catalogue): string {
  const count = (outcome: string) => entries.filter(({ verdict }) => verdict.outcome === outcome).length;
  const disputed = entries.filter(({ verdict }) => verdict.claim.disputed).length;
  const campaigns = `${entries.length} ${entries.length === 1 ? 'campaign' : 'campaigns'}`;
  return `${campaigns}: ${count('PASS')} PASS, ${count('FAIL')} FAIL, ${count('INCOMPLETE')} INCOMPLETE; ${disputed} disputed`;
}

/** Of one campaign: its page says the rest. */
const LINES_MAX = 20;

function entryLines(entry: Catalogue['entries'][number]): string[] {
  const lines = allLines(entry);
  const more = lines.length - LINES_MAX;
  return more > 0 ? [...lines.slice(0, LINES_MAX), `${entry.id}: and ${more} more, see its page`] : lines;
}

function allLines({ id, verdict, leftOut }: Catalogue['entries'][number]): string[] {
  return [
    ...leftOut.map(({ name, why }) => `${id}/${name}: left out, ${why}`),
    ...verdict.artifacts.flatMap(({ departs, why }) => {
      const detail = departs?.detail ?? why?.detail;
      return detail ? [`${id}: ${visibleLine(detail)}`] : [];
    }),
    ...verdict.notes.map((note) => `${id}: ${visibleLine(note)}`),
  ];
}
