// Where a series has its page. Ids that differ in more than case may name series that differ in nothing else.

import { safeName } from '../safe-name.ts';
import { withBase } from '../site.ts';

export const seriesPath = (series: string): string => `series/${safeName(series)}/`;

export const seriesHref = (series: string): string => withBase(seriesPath(series));
