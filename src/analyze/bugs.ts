// The defects that a campaign shows, each by the id under which the ledger of findings knows it.

import { FINDING_ID } from '../contract/insights.ts';
import { sentence } from '../views/words.ts';
import type { Drafted } from './drafted.ts';
import { code, joined } from './words.ts';

const BUGS_MAX = 20;

export function bugs({ found, bind }: Drafted): string {
  return found
    .filter(({ id }) => FINDING_ID.test(id))
    .slice(0, BUGS_MAX)
    .map(({ id, words, at, promised, cycle }) => {
      const title = /[\d"<>{}&]/.test(words) ? '' : `title="${sentence(words)}" `;
      const first = cycle && bind(`phase4.faults.${cycle.name}.cycles`);
      const impact = joined(
        promised === true
          ? 'No campaign of this version may show it, so this one fails by it.'
          : promised === false
            ? 'The version does not promise that this never happens, so it fails no campaign.'
            : 'What the version promises about it is not recorded.',
        first && cycle && `It is seen under ${code(cycle.name)}, which ran for ${first} cycles.`,
        `The evidence is at ${code(at)} on this page.`,
      );
      return `<Bug ${title}finding="${id}">\n### Impact\n\n${impact}\n</Bug>`;
    })
    .join('\n\n');
}
