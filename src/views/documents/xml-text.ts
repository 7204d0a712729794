// Text from anywhere as XML: escaped, and without the characters that may stand in no document of it.

import { visible } from '../../contract/visible-text.ts';

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** What nobody sees is shown as its number, as on the pages; two more characters may stand in no XML document. */
export const escapeXml = (text: string): string =>
  visible(text)
    .replace(/[\ufffe\uffff]/g, ' ')
    .replace(/[&<>"]/g, (char) => ENTITIES[char] ?? char);
