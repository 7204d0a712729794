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

/** No rule looks deeper: a mask further down is kept under the path of what is around it there. */
const STEPS_MAX = 8;

/** The path of every masked value, and of every object with a masked key. */
function findMasks(document: JsonObject): readonly Path[] {
  const masks: Path[] = [];
  // a list of what is still to visit, not recursion: documents may be nested as deep as they like
  const open: { holder: object; path: Path }[] = [{ holder: document, path: [] }];
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const { holder, path } = place;
    if (!Array.isArray(holder) && hasMaskedKey(holder)) masks.push(path);
    for (const [key, value] of Array.isArray(holder) ? holder.entries() : Object.entries(holder)) {
      const isHolder = typeof value === 'object' && value !== null;
      if (!isHolder && !isMaskedText(value)) continue;
      const inner = path.length < STEPS_MAX ? [...path, key] : path;
      if (isHolder) open.push({ holder: value, path: inner });
      else masks.push(inner);
    }
    if (masks.length > MASKS_MAX) return WHOLE;
  }
  return masks;
}
