// The figures of an analysis that are bound to evidence, as links to the line that each was read from: by keyboard and
// touch too, where a tooltip is out of reach. The HTML is our own, with everything in it escaped, so that a bound
// figure is found by its tag alone.

import { type Documents, placeOfFact } from '../../analysis/fact.ts';
import type { Entry } from '../../catalogue/catalogue.ts';
import { documentOf, textOf } from '../../catalogue/texts.ts';
import type { JsonObject, Path } from '../../contract/reading.ts';
import { locateLines } from '../../evidence/locate.ts';
import { lineHref } from './raw.ts';

/** As the analysis room writes it. */
const FACT = /<b class="fact" title="([^"]*)">([^<]*)<\/b>/g;
/** Each is looked up in the text of its document; further figures stay without a link. */
const LINKS_MAX = 200;

/** Where a document is that facts may name: a file, or a place inside one. */
interface Place {
  file: string;
  base: Path;
}

export function factLinker(root: string, entry: Entry): (html: string) => string {
  let sources: { documents: Documents; places: ReadonlyMap<string, Place> } | undefined;
  let links = 0;
  return (html) =>
    html.replace(FACT, (whole, title: string, words: string) => {
      if (++links > LINKS_MAX) return whole;
      sources ??= sourcesOf(root, entry);
      const href = hrefOf(root, entry, sources, unescaped(title));
      return href === null ? whole : `<a class="fact" href="${href}" title="${title}">${words}</a>`;
    });
}

function hrefOf(
  root: string,
  entry: Entry,
  { documents, places }: { documents: Documents; places: ReadonlyMap<string, Place> },
  fact: string,
): string | null {
  const found = placeOfFact(documents, fact);
  const place = found && places.get(found.file);
  if (!place) return null;
  const [line = null] = locateLines(textOf(root, entry, place.file), [[...place.base, ...found.path]]);
  const href = lineHref(entry, place.file, line);
  return href === null ? null : href.replaceAll('&', '&#x26;').replaceAll('"', '&#x22;').replaceAll('<', '&#x3C;');
}

/** What facts may point into, as the analysis was bound: documents that can be believed, then embedded ones. */
function sourcesOf(root: string, entry: Entry) {
  const { artifacts, phases } = entry.verdict;
  const files = artifacts
    .filter(({ state }) => state === 'document')
    .map(({ file }) => ({ name: file, file, base: [] }));
  const embedded = phases.flatMap(({ phase, documents }) =>
    documents.flatMap(({ node, file, path }) =>
      path.length === 2
        ? [{ name: node === null ? `phase${phase}.json` : `phase1-node-${node}.json`, file, base: path }]
        : [],
    ),
  );
  const documents = new Map<string, JsonObject>();
  const places = new Map<string, Place>();
  for (const { name, file, base } of [...files, ...embedded]) {
    const document = documents.has(name) ? undefined : documentOf(root, entry, file, base);
    if (document === undefined) continue;
    documents.set(name, document);
    places.set(name, { file, base });
  }
  return { documents, places };
}

const ENTITIES: Readonly<Record<string, string>> = { '&#x26;': '&', '&#x3C;': '<', '&#x22;': '"', '&#x27;': "'" };
const unescaped = (text: string): string => text.replace(/&#x\w+;/g, (entity) => ENTITIES[entity] ?? entity);
