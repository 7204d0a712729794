// Leads from the first use of each term in the prose of a page to its definition. A step on the HTML that the page's
// components wrote: only text is touched, and only in paragraphs and lists. Text inside a link, a heading, a table, a
// name set in code or a control stays as it is. A use that is folded away is first only for whoever unfolds it.

import { GLOSSARY, type Term, termAnchor } from './glossary.ts';

const PROSE: ReadonlySet<string> = new Set(['p', 'li', 'dd', 'figcaption']);
const FOLD = 'details';
/** Whatever is in them is skipped; none of them is ever inside one of its own kind. */
const SKIPPED: ReadonlySet<string> = new Set(
  'a h1 h2 h3 h4 h5 h6 code pre summary small button label form nav table svg script style dfn'.split(' '),
);
/** The beginning of any of those; other tags of our HTML are of no interest. */
const TAG = new RegExp(`<(/?)(${[...PROSE, ...SKIPPED, FOLD].join('|')})(?=[\\s/>])`, 'g');

const LINKED: readonly Term[] = GLOSSARY.filter(({ forms }) => forms.length > 0);
/** One group a term: the one that matched says which. */
const TERM = new RegExp(`\\b(?:${LINKED.map(({ forms }) => `(${forms.join('|')})`).join('|')})\\b`, 'gi');
/** Beside a part of a longer name, an address or an entity; looked at only where a term was found. */
const NAMED = { before: /[&#/.@-]$/, after: /^(?:@|[-/.]\w)/ };

/** @param glossaryHref where the definitions are */
export function linkTerms(html: string, glossaryHref: string): string {
  const left = new Set(LINKED.keys());
  const leftFolded = new Set(LINKED.keys());
  const parts: string[] = [];
  let copied = 0;
  let [prose, folds] = [0, 0];
  let textFrom = 0;
  TAG.lastIndex = 0;
  for (let tag = TAG.exec(html); tag !== null && left.size > 0; tag = TAG.exec(html)) {
    const [, isEnd, name = ''] = tag;
    if (prose > 0) {
      const text = html.slice(textFrom, tag.index);
      const changed = linked(
        text,
        glossaryHref,
        (term) => left.has(term) && (folds > 0 ? leftFolded : left).delete(term),
      );
      if (changed !== text) {
        parts.push(html.slice(copied, textFrom), changed);
        copied = tag.index;
      }
    }
    textFrom = endOfTag(html, TAG.lastIndex);
    if (PROSE.has(name)) prose = Math.max(0, prose + (isEnd ? -1 : 1));
    else if (name === FOLD) folds = Math.max(0, folds + (isEnd ? -1 : 1));
    else if (!isEnd) {
      const end = html.indexOf(`</${name}>`, textFrom);
      if (end === -1) break;
      textFrom = end + name.length + 3;
    }
    TAG.lastIndex = textFrom;
  }
  return copied === 0 ? html : [...parts, html.slice(copied)].join('');
}

/** Behind the sign that ends a tag; inside quotes it ends none. */
function endOfTag(html: string, from: number): number {
  let isQuoted = false;
  for (let at = from; at < html.length; at++) {
    const code = html.charCodeAt(at);
    if (code === QUOTE) isQuoted = !isQuoted;
    else if (code === END && !isQuoted) return at + 1;
  }
  return html.length;
}

const QUOTE = 34;
const END = 62;

/**
 * @param text with whatever tags are left in it: those of emphasis, and of blocks
 * @param isFirst asked once for each use of a term, by its position among the linked ones
 */
function linked(text: string, glossaryHref: string, isFirst: (term: number) => boolean): string {
  let result = '';
  let from = 0;
  while (from < text.length) {
    const tag = text.indexOf('<', from);
    const words = text.slice(from, tag === -1 ? text.length : tag);
    result += words.replace(TERM, (found: string, ...groups: unknown[]) => {
      const index = groups.findIndex((group) => group !== undefined);
      const term = LINKED[index];
      if (!term || isName(words, groups[LINKED.length] as number, found) || !isFirst(index)) return found;
      return `<a class="term" href="${glossaryHref}#${termAnchor(term)}">${found}</a>`;
    });
    if (tag === -1) return result;
    from = endOfTag(text, tag);
    result += text.slice(tag, from);
  }
  return result;
}

const isName = (words: string, at: number, found: string): boolean =>
  NAMED.before.test(words.slice(Math.max(0, at - 1), at)) ||
  NAMED.after.test(words.slice(at + found.length, at + found.length + 2));
