// Text that others wrote, made safe to look at. Some characters are never seen and change what is: they turn the
// direction of the words around them, join or split them, hide a second message, or steer a terminal. Each is
// shown as its number instead: `\u{202e}`. Pages, the terminal and the browser's own scripts all use this one
// function; files, hashes and the documents for machines keep every character.

/** Emoji need two of these to look as they were meant; a line feed or tab is seen as the space that it is. */
const UNSEEN =
  /[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u{fff9}-\u{fffb}\u{2800}]--[\t\n\r\u{fe0e}\u{fe0f}]]|\r(?!\n)/gv;
/** Most text holds nothing else, and this is the faster question. */
const PLAIN = /^[\t\n\x20-\x7e]*$/;

/** The same text with every character that is not seen as its number; a text without any is given back as it is. */
export const visible = (text: string): string => (PLAIN.test(text) ? text : text.replace(UNSEEN, numbered));

/** For one line of a terminal or a title: what is longer than the limit is cut, and says so. */
export function visibleLine(text: string, chars_max = 400): string {
  // cut before and after: a number takes more room than the character that it stands for
  const line = visible(text.slice(0, chars_max + 1).replace(/ *[\t\n\r][\t\n\r ]*/g, ' '));
  return line.length > chars_max ? `${line.slice(0, chars_max)}…` : line;
}

/** Every string in a view, however deep; names of fields too, where they are names that others chose. */
export function withVisibleText<T>(value: T): T;
export function withVisibleText(value: unknown): unknown {
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map(withVisibleText);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [visible(key), withVisibleText(inner)]));
}

const numbered = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16).padStart(4, '0')}}`;
