// What the reader of narratives and its thread say to each other.

import type { Parsed } from './mdx/parse.ts';

/** An analysis.mdx, and what its facts may point into. */
export interface Narrated {
  source: string;
  /** How errors name it. */
  file: string;
  /** The JSON documents of the campaign, unread; they are handed over, not copied. */
  documents: { file: string; bytes: Uint8Array }[];
  /** Documents that stand inside the summary, under the name that a file would have. */
  embedded: { file: string; index: number }[];
}

/** `exceeded`: what its share was, in the words that follow "a text that is read". */
export type Answer = Parsed | { exceeded: string };

/** What the thread had used when it began with a narrative: loading the parser is not the narrative's doing. */
export interface Begun {
  begun_ms: number;
}
