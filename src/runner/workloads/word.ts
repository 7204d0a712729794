// A word that no other row has: what recalls it recalls that row.

import { createHash } from 'node:crypto';

const WORD_CHARS = 12;

/** Letters and digits alone: every index takes it for one word. @param of what nothing else in the campaign is called */
export const wordOf = (of: string): string => `w${createHash('sha256').update(of).digest('hex').slice(0, WORD_CHARS)}`;
