// Where a finding stands in the ledger. A ledger that is longer than a page can hold lists the first of them.

import type { Defect } from '../../catalogue/findings.ts';
import { safeName } from '../safe-name.ts';
import { FINDINGS_PATH, withBase } from '../site.ts';

export const FINDINGS_LISTED_MAX = 300;

export const defectAnchor = ({ subject, id }: Pick<Defect, 'subject' | 'id'>): string =>
  `${safeName(subject ?? 'no-subject')}.${safeName(id)}`;

export const defectHref = (defect: Defect): string =>
  withBase(FINDINGS_PATH) + (defect.position < FINDINGS_LISTED_MAX ? `#${defectAnchor(defect)}` : '');
