// What clients sent so far, whatever became of it: whoever looks at the nodes tells by it what is theirs.

import { linkIdOf, linkRow } from './link-row.ts';
import { type Op, partsOf } from './workload.ts';

/** A version that a word of its own recalls. */
export interface Worded {
  word: string;
  namespace: string;
}

export interface SentLink {
  key: string;
  source_id: string;
  row: ReturnType<typeof linkRow>;
}

export interface SentSoFar {
  /** By key, the metadata keys that were sent: a store may add some of its own. */
  readonly metadataKeys: ReadonlyMap<string, string[]>;
  /** By the digest of the version. */
  readonly worded: ReadonlyMap<string, Worded>;
  /** By what names a link on every node. */
  readonly links: ReadonlyMap<string, SentLink>;
}

export function sentSoFar(): SentSoFar & { see(op: Op): void } {
  const metadataKeys = new Map<string, string[]>();
  const worded = new Map<string, Worded>();
  const links = new Map<string, SentLink>();
  return {
    metadataKeys,
    worded,
    links,
    see(op) {
      if (op.f === 'recall' || op.f === 'list') return;
      for (const part of partsOf(op)) {
        const { key, digest, word } = part.intent;
        metadataKeys.set(key, part.metadata_keys);
        if (part.f === 'write') continue;
        if (word !== undefined && digest !== undefined && part.namespace !== undefined) {
          worded.set(digest, { word, namespace: part.namespace });
        }
        const { link } = part;
        if (link) links.set(linkIdOf(link), { key, source_id: link.source_id, row: linkRow(link, key) });
      }
    },
  };
}
