// Where a finding stands in the ledger.

import type { Defect } from '../../catalogue/findings.ts';
import { safeName } from '../safe-name.ts';
import { FINDINGS_PATH, withBase } from '../site.ts';

type Named = Pick<Defect, 'subject' | 'id'>;

export const defectAnchor = ({ subject, id }: Named): string => `${safeName(subject ?? 'no-subject')}.${safeName(id)}`;

export const defectHref = (defect: Named): string => `${withBase(FINDINGS_PATH)}#${defectAnchor(defect)}`;
