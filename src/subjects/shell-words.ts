// Words as a shell takes them.

/** Nothing in it means anything to a shell. */
const PLAIN = /^[\w@%+=:,./-]+$/;

/** In single quotes nothing means anything but the quote itself. */
export const quoted = (word: string): string => (PLAIN.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`);

export const inShell = (words: readonly string[]): string => words.map(quoted).join(' ');
