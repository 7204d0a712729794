// Where a finding stands in the ledger.

import type { Defect } from '../../catalogue/findings.ts';
import { safeName } from '../safe-name.ts';
import { FINDINGS_PATH, withBase } from '../site.ts';

type Named = Pick<Defect, 'subject' | 'id'>;

/** A colon stands in no safe name: neither part can pass for the other, and no subject for none. */
export const defectAnchor = ({ subject, id }: Named): string =>
  `${subject === null ? '' : safeName(subject)}:${safeName(id)}`;

export const defectHref = (defect: Named): string => `${withBase(FINDINGS_PATH)}#${defectAnchor(defect)}`;
