// What to do about a defect, as an analysis tells it. One text may be as long as an analysis, and a page shows many.

import type { Defect } from '../../catalogue/findings.ts';
import { campaignPath, withBase } from '../site.ts';

const HTML_CHARS_MAX = 4_000;

/** Finished HTML: the text itself, or, where it is long, the way to it. Null where no analysis tells of any. */
export function workaroundOf({ told }: Pick<Defect, 'told'>): string | null {
  const html = told?.bug.workaround?.html;
  if (!told || html === undefined) return null;
  if (html.length <= HTML_CHARS_MAX) return html;
  // an id holds nothing that would have to be escaped
  const { id } = told.entry;
  return `<p>It takes more than a few lines: <a href="${withBase(campaignPath(id))}#analysis">the analysis of ${id}</a> says it.</p>`;
}
