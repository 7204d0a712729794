// What a log masked: the runner of a workflow prints `***` for whatever it takes for a secret, a digit as well as a
// word. Such a value is neither there nor absent: whatever needs it, or the object around it, is unknown.

import type { JsonObject, Path } from '../contract/reading.ts';

const MASK = '***';
/** Beyond so many masks a document counts as masked whole. */
const MASKS_MAX = 1000;
const WHOLE: readonly Path[] = [[]];

/** Whether the value at a path is masked, lies within something masked, or holds something masked. */
export const isMasked = (document: JsonObject, path: Path): boolean =>
  masksOf(document).some((mask) => mask.slice(0, path.length).every((key, at) => String(key) === String(path[at])));

export const isMaskedText = (value: unknown): boolean => typeof value === 'string' && value.includes(MASK);

export const hasMaskedKey = (value: object): boolean => Object.keys(value).some(isMaskedText);

/** A document is judged by many checks, and walked once. */
const known = new WeakMap<JsonObject, readonly Path[]>();

function masksOf(document: JsonObject): readonly Path[] {
  const found = known.get(document) ?? findMasks(document);
  known.set(document, found);
  return found;
}

interface Place {
  value: unknown;
  key: string | number;
  within: Place | null;
}

/** The path of every masked value, and of every object with a masked key. */
function findMasks(document: JsonObject): readonly Path[] {
  const masks: Path[] = [];
  // a list of what is still to visit, not recursion: documents may be nested as deep as they like
  const open: Place[] = [{ value: document, key: '', within: null }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { value } = place;
    if (isMaskedText(value) || (isKeyed(value) && hasMaskedKey(value))) masks.push(pathOf(place));
    if (masks.length > MASKS_MAX) return WHOLE;
    if (typeof value !== 'object' || value === null) continue;
    for (const [key, inner] of Object.entries(value)) {
      if (typeof inner === 'object' || typeof inner === 'string') open.push({ value: inner, key, within: place });
    }
  }
  return masks;
}

const isKeyed = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function pathOf(place: Place): Path {
  const path: (string | number)[] = [];
  for (let at: Place = place; at.within !== null; at = at.within) path.unshift(at.key);
  return path;
}
