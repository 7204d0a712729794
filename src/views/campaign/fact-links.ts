// The figures of an analysis that are bound to evidence, as links to the line that each was read from: by keyboard and
// touch too, where a tooltip is out of reach. The HTML is our own, with everything in it escaped, so that a bound
// figure is found by its tag alone.

import { placeOfFact } from '../../analysis/fact.ts';
import type { Entry } from '../../catalogue/catalogue.ts';
import { type FactSources, factSources } from '../../catalogue/fact-sources.ts';
import { textOf } from '../../catalogue/texts.ts';
import { locateLines } from '../../evidence/locate.ts';
import { lineHref } from './raw.ts';

/** As the analysis room writes it. */
const FACT = /<b class="fact" title="([^"]*)">([^<]*)<\/b>/g;
/** Each is looked up in the text of its document; further figures stay without a link. */
const LINKS_MAX = 200;

export function factLinker(root: string, entry: Entry): (html: string) => string {
  let sources: FactSources | undefined;
  let links = 0;
  return (html) =>
    html.replace(FACT, (whole, title: string, words: string) => {
      if (++links > LINKS_MAX) return whole;
      sources ??= factSources(root, entry);
      const href = hrefOf(root, entry, sources, unescaped(title));
      return href === null ? whole : `<a class="fact" href="${href}" title="${title}">${words}</a>`;
    });
}

function hrefOf(root: string, entry: Entry, { documents, places }: FactSources, fact: string): string | null {
  const found = placeOfFact(documents, fact);
  const place = found && places.get(found.file);
  if (!place) return null;
  const [line = null] = locateLines(textOf(root, entry, place.file), [[...place.base, ...found.path]]);
  const href = lineHref(entry, place.file, line);
  return href === null ? null : href.replaceAll('&', '&#x26;').replaceAll('"', '&#x22;').replaceAll('<', '&#x3C;');
}

const ENTITIES: Readonly<Record<string, string>> = { '&#x26;': '&', '&#x3C;': '<', '&#x22;': '"', '&#x27;': "'" };
const unescaped = (text: string): string => text.replace(/&#x\w+;/g, (entity) => ENTITIES[entity] ?? entity);
