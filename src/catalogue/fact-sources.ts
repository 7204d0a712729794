// The documents of a campaign that a figure may be bound to, under the names that facts use, and where each of them is.

import type { Documents } from '../analysis/fact.ts';
import type { JsonObject, Path } from '../contract/reading.ts';
import type { Entry } from './catalogue.ts';
import { documentOf } from './texts.ts';

export interface FactSources {
  documents: Documents;
  /** By name: a file, or a place inside one. */
  places: ReadonlyMap<string, { file: string; base: Path }>;
}

/** What facts may point into, as the analysis was bound: documents that can be believed, then embedded ones. */
export function factSources(root: string, entry: Entry): FactSources {
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
  const places = new Map<string, { file: string; base: Path }>();
  for (const { name, file, base } of [...files, ...embedded]) {
    const document = documents.has(name) ? undefined : documentOf(root, entry, file, base);
    if (document === undefined) continue;
    documents.set(name, document);
    places.set(name, { file, base });
  }
  return { documents, places };
}
