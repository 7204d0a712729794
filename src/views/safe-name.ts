// A name for an address out of any text: a ref may hold slashes, spaces, signs of any script, and be very long.

import { createHash } from 'node:crypto';
import { isCampaignId } from '../contract/names.ts';

const WORDS_CHARS_MAX = 60;
const HASH_DIGITS = 20;

/**
 * The text itself where it may stand in an address as it is; else what is legible of it, and a hash of the whole.
 * Two texts never share a name, not even on a disk to which `A` and `a` are one: what has a capital letter, and what
 * looks like a name with a hash, gets a hash of its own.
 */
export function safeName(text: string): string {
  if (isCampaignId(text) && text === text.toLowerCase() && !HASHED.test(text)) return text;
  const words = text
    .replace(/[^A-Za-z0-9._]+/g, '-')
    .replace(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/g, '')
    .slice(0, WORDS_CHARS_MAX);
  const hash = createHash('sha256').update(text).digest('hex').slice(0, HASH_DIGITS);
  return `${words === '' ? 'ref' : words}-${hash}`;
}

const HASHED = new RegExp(`-[0-9a-f]{${HASH_DIGITS}}$`);
