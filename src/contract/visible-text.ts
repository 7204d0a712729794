// Text that others wrote, made safe to look at. Some characters are never seen and change what is: they turn the
// direction of the words around them, join or split them, hide a second message, or steer a terminal. Each is
// shown as its number instead: `\u{202e}`. Pages, the terminal and the browser's own scripts all use this one
// function; files, hashes and the documents for machines keep every character.

/** Emoji need two of these to look as they were meant; a line feed or tab is seen as the space that it is. */
const UNSEEN =
  /[[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Zl}\p{Zp}\p{Cs}\u{fff9}-\u{fffb}\u{2800}]--[\t\n\r\u{fe0e}\u{fe0f}]]|\r(?!\n)/gv;
/** Most text holds nothing else, and this is the faster question: ASCII, letters of Latin, dashes, quotes, arrows, signs. */
const PLAIN = /^[\t\n\x20-\x7e\xa1-\xac\xae-\xff\u2010-\u2027\u2190-\u22ff\u25a0-\u25ff\u2700-\u27bf]*$/;

/** The same text with every character that is not seen as its number; a text without any is given back as it is. */
export const visible = (text: string): string => (PLAIN.test(text) ? text : text.replace(UNSEEN, numbered));

/** For one line of a terminal or a title: what is longer than the limit is cut, and says so. */
export function visibleLine(text: string, chars_max = 400): string {
  // cut before and after: a number takes more room than the character that it stands for
  const line = visible(text.slice(0, chars_max + 1).replace(/ *[\t\n\r][\t\n\r ]*/g, ' '));
  return line.length > chars_max ? `${line.slice(0, chars_max)}…` : line;
}

/**
 * Every string in a view, however deep; names of fields too, where they are names that others chose. What holds
 * nothing unseen, and that is nearly all, is given back itself and not as a copy.
 */
export function withVisibleText<T>(value: T): T;
export function withVisibleText(value: unknown): unknown {
  if (isVisible(value)) return value;
  if (typeof value === 'string') return visible(value);
  if (Array.isArray(value)) return value.map((inner) => withVisibleText(inner));
  const fields = Object.entries(value as object);
  return Object.fromEntries(fields.map(([name, inner]) => [visible(name), withVisibleText(inner)]));
}

function isVisible(value: unknown): boolean {
  if (typeof value === 'string') return PLAIN.test(value) || visible(value) === value;
  if (typeof value !== 'object' || value === null) return true;
  if (Array.isArray(value)) {
    for (const inner of value) if (!isVisible(inner)) return false;
    return true;
  }
  for (const name of Object.keys(value)) {
    if (!isVisibleName(name) || !isVisible((value as Record<string, unknown>)[name])) return false;
  }
  return true;
}

/** Fields have the same few names everywhere; those that others chose are looked at each time. */
const NAMES_MAX = 2_000;
const known = new Set<string>();

function isVisibleName(name: string): boolean {
  if (known.has(name)) return true;
  if (visible(name) !== name) return false;
  if (known.size < NAMES_MAX) known.add(name);
  return true;
}

const numbered = (character: string): string => `\\u{${character.codePointAt(0)?.toString(16).padStart(4, '0')}}`;
