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

/** Whether a link's text may stand for the address: words may always, a text that looks like an address must be it. */
export function namesAddress(text: string, address: string): boolean {
  const words = text.trim();
  if (!LOOKS_LIKE_ADDRESS.test(words)) return true;
  const goes = URL.parse(address);
  // `store.rs` could be a host; as the name of the file that the address leads to it misleads nobody
  return goes !== null && (sameAddress(words, goes) || goes.pathname.split('/').at(-1) === words);
}

/** `scheme://...`, `www.`, or a host name, with or without a path behind it. */
const LOOKS_LIKE_ADDRESS =
  /^(?:[a-z][a-z0-9+.-]*:\/\/|www\.|[\p{L}\p{N}_-]+(?:\.[\p{L}\p{N}_-]+)*\.\p{L}{2,}(?:[:/?#]\S*)?$)/iu;

function sameAddress(text: string, goes: URL): boolean {
  const said = URL.parse(/^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `${goes.protocol}//${text}`);
  return said !== null && bare(said) === bare(goes);
}

const bare = (url: URL): string => url.href.replace(/\/$/, '');
