// Ten thousand verdicts say the same words. What a catalogue keeps of them, it keeps once.

import type { Path } from '../contract/reading.ts';
import type { CampaignVerdict } from '../contract/verdict.ts';

/** Evidence can hold any number of different words; beyond this many, each is kept for itself. */
const WORDS_MAX = 100_000;

const words = new Map<string, string>();
const paths = new Map<string, Path>();

/** The same verdict, its words shared with those of other campaigns. */
export function withSharedWords(verdict: CampaignVerdict): CampaignVerdict {
  for (const { checks, documents } of verdict.phases) {
    for (const check of checks) {
      check.id = shared(words, check.id, check.id);
      check.label = shared(words, check.label, check.label);
      check.expected = shared(words, check.expected, check.expected);
      check.file = check.file === null ? null : shared(words, check.file, check.file);
      check.path = shared(paths, JSON.stringify(check.path), check.path);
    }
    for (const document of documents) document.file = shared(words, document.file, document.file);
  }
  for (const artifact of verdict.artifacts) artifact.file = shared(words, artifact.file, artifact.file);
  return verdict;
}

function shared<T>(known: Map<string, T>, key: string, value: T): T {
  const found = known.get(key);
  if (found !== undefined) return found;
  if (known.size < WORDS_MAX) known.set(key, value);
  return value;
}
