// Addresses that others wrote down, and what a page may make of them: a link that goes where its text says.

import { visible } from '../contract/visible-text.ts';

/**
 * The address when it is one that a page may link to, else null: absolute, http or https, without a user's name in
 * front of the host (`https://bank.example@evil.example/` goes to evil.example), nothing in it that is not seen.
 */
export function webAddress(address: string): string | null {
  if (!/^https?:\/\/[^\s/\\]/i.test(address) || visible(address) !== address) return null;
  const url = URL.parse(address);
  return url !== null && url.username === '' && url.password === '' ? address : null;
}

/**
 * Whether a link's text may stand for the address: words may always, a text that looks like an address must be it, and
 * so must each word of it that begins as one.
 */
export function namesAddress(text: string, address: string): boolean {
  const whole = plainly(text.trim());
  const words = whole
    .split(/\s+/)
    .map((word) => word.replace(/^["'([{<\u2018-\u201e]+|[\])}>"'.,;!?\u2018-\u201e]+$/g, ''));
  const said = LOOKS_LIKE_ADDRESS.test(whole) ? [whole] : words.filter((word) => BEGINS_AS_ADDRESS.test(word));
  const goes = URL.parse(address);
  // `store.rs` could be a host; as the name of the file that the address leads to it misleads nobody
  return said.every((one) => goes !== null && (sameAddress(one, goes) || goes.pathname.split('/').at(-1) === one));
}

/** As it is read: signs that look like those of an address count as them, and what is not seen counts for nothing. */
const plainly = (text: string): string =>
  text
    .normalize('NFKC')
    .replace(/\p{Default_Ignorable_Code_Point}/gu, '')
    .replace(/[\u2044\u2215\u29f8\u2571]/g, '/')
    // between letters of a host; elsewhere it ends a sentence
    .replace(/(?<=[\x21-\x7e])[\u3002\u06d4\ua4f8](?=[\x21-\x7e])/g, '.')
    .replace(/[\u02d0\u02f8\u0589\u05c3\u2236\ua789]/g, ':');

/** `scheme://...` or `www.` */
const BEGINS_AS_ADDRESS = /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.)/i;

/** One of these, or a host name, with or without a path behind it. */
const LOOKS_LIKE_ADDRESS =
  /^(?:[a-z][a-z0-9+.-]*:\/\/\S*$|www\.\S*$|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?:[:/?#]\S*)?$)/iu;

function sameAddress(text: string, goes: URL): boolean {
  const said = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${goes.protocol}//${text}`);
  return said !== null && bare(said) === bare(goes);
}

const bare = (url: URL): string => url.href.replace(/\/$/, '');
