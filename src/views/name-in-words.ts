// A subject or a ref as a page prints it. It may be any text: longer than a line, and in letters that look like those
// of another name.

import { visible } from '../contract/visible-text.ts';

const NAME_CHARS_MAX = 80;
/** Of a longer name: two that differ at their ends only are still told apart. */
const END_CHARS = 12;
const ASCII = /^[\x20-\x7e]*$/;

/** A name with signs that no keyboard of plain letters has is spelled out after it: `аcme (\u{0430}cme)`. */
export function nameInWords(name: string): string {
  // what is not seen is spelled out where it stands, and takes the room that it then takes
  const whole = visible(name);
  const shown =
    whole.length > NAME_CHARS_MAX ? `${whole.slice(0, NAME_CHARS_MAX - END_CHARS)}…${whole.slice(-END_CHARS)}` : whole;
  return ASCII.test(shown.replaceAll('…', '')) ? shown : `${shown} (${spelled(shown)})`;
}

const spelled = (name: string): string =>
  Array.from(name, (character) =>
    ASCII.test(character) || character === '…'
      ? character
      : `\\u{${character.codePointAt(0)?.toString(16).padStart(4, '0')}}`,
  ).join('');
