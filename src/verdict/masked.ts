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

/** An object or a list on the way down, and how much of it was looked at. */
interface Frame {
  holder: Readonly<Record<string | number, unknown>>;
  /** null for a list. */
  keys: readonly string[] | null;
  at: number;
}

/**
 * The path of every masked value, and of every object with a masked key. Not by recursion: documents may be nested as
 * deep as they like. Nor with a list of all that is still to visit: they may be as wide as they like, too.
 */
function findMasks(document: JsonObject): readonly Path[] {
  const masks: Path[] = [];
  const path: (string | number)[] = [];
  const frames: Frame[] = [];
  const enter = (value: object): void => {
    const keys = Array.isArray(value) ? null : Object.keys(value);
    frames.push({ holder: value as Frame['holder'], keys, at: 0 });
    if (keys?.some(isMaskedText)) masks.push(path.slice(0, STEPS_MAX));
  };
  enter(document);
  for (let frame = frames.at(-1); frame !== undefined && masks.length <= MASKS_MAX; frame = frames.at(-1)) {
    const { holder, keys } = frame;
    const length = keys?.length ?? (holder as unknown as readonly unknown[]).length;
    if (frame.at === length) {
      frames.pop();
      path.pop();
      continue;
    }
    const key = keys?.[frame.at] ?? frame.at;
    frame.at += 1;
    const value = holder[key];
    if (typeof value === 'object' && value !== null) {
      path.push(key);
      enter(value);
    } else if (isMaskedText(value)) masks.push([...path, key].slice(0, STEPS_MAX));
  }
  return masks.length > MASKS_MAX ? WHOLE : masks;
}
