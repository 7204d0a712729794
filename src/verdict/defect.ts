// A planted defect, as the documents of a campaign say it. Such a campaign shows what the harness catches.
// It says nothing of the subject as it is, so it never passes.

import type { Path } from '../contract/reading.ts';
import type { Source } from './check.ts';
import { valueAt } from './field.ts';

/** Every document that names a defect, whatever the type of the name; null names none. */
export const defectsOf = (sources: readonly Source[]): { file: string; path: Path; defect: unknown }[] =>
  sources.flatMap(({ file, base, document }) => {
    const defect = valueAt(document, ['defect']) ?? null;
    return defect === null ? [] : [{ file, path: [...base, 'defect'], defect }];
  });
